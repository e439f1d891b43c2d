import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";
import { createCompletion, toResponse } from "./completion.ts";
import { decide } from "./decide.ts";
import { isRequestError, readCompletionRequest, type RequestError } from "./request.ts";
import { toEvents } from "./stream.ts";

/** A server that speaks OpenAI's chat completions, streamed and plain, with a model that follows fixed rules. */
export function createDemoModelServer(): Server {
  return createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      // The usual reason is a client that went away in the middle; there is nobody to answer then.
      if (response.headersSent || response.destroyed) response.destroy();
      else sendError(response, { status: 500, message: String(error), param: null, code: null });
    });
  });
}

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url?.split("?", 1)[0];
  if (path !== "/v1/chat/completions") {
    const message = `Unknown request URL: ${request.method} ${path}.`;
    sendError(response, { status: 404, message, param: null, code: "unknown_url" });
  } else if (request.method === "POST") {
    await complete(request, response);
  } else {
    const message = `Not allowed to ${request.method} on ${path}.`;
    sendError(response, { status: 405, message, param: null, code: "method_not_supported" });
  }
}

async function complete(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(request);
  if (body === undefined) {
    response.setHeader("connection", "close");
    sendError(response, {
      status: 413,
      message: "The body is too large.",
      param: null,
      code: null,
    });
    return;
  }
  const wanted = readCompletionRequest(body);
  if (isRequestError(wanted)) {
    sendError(response, wanted);
    return;
  }
  const completion = createCompletion(wanted, decide(wanted));
  response.setHeader("x-request-id", completion.id.replace("chatcmpl", "req"));
  if (wanted.stream !== true) {
    sendJson(response, 200, toResponse(completion));
    return;
  }
  const includeUsage = wanted.stream_options?.include_usage === true;
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
  await pipeline(Readable.from(toEvents(completion, includeUsage)), response);
}

const maxBodyBytes = 1_048_576;

/** The body as text; undefined when it is larger than the limit. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function sendError(response: ServerResponse, { status, message, param, code }: RequestError): void {
  const type = status < 500 ? "invalid_request_error" : "server_error";
  sendJson(response, status, { error: { message, type, param, code } });
}

function sendJson(response: ServerResponse, status: number, value: object): void {
  const body = JSON.stringify(value);
  response
    .writeHead(status, {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
    })
    .end(body);
}
