import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { CANARIES } from "./canaries.ts";
import { answerEvents, answerMessage, type AskedMessage } from "./anthropic-messages.ts";
import type { Wire } from "./server.ts";

/**
 * Answers as Anthropic's API does, also under the paths of Bedrock and Vertex. The model that is asked for selects what
 * happens:
 *
 * - `status-429` and the like: that status. `retry-529`: that status twice, then an answer.
 * - `garbage`: JSON of another shape; `no-json`: what is no JSON; `silent`: nothing at all; `hang-up`: a closed connection.
 * - of streams: `cut` closes the connection in the middle, `short` ends without the last events, `error-event` sends an
 *   error in the middle, `endless` stops sending after two events, `empty` sends none, `huge` sends 10 MB, `bad-event`
 *   sends an event that is no JSON.
 * - `tools`: asks for two calls of the tool `weather` and one of `broken`, and ends when their results are there.
 */
export const anthropicWire: Wire = (request, response) => {
  void answer(request, response).catch(() => response.destroy());
};

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? "";
  const asked = readAsked(path, JSON.parse(await text(request)));
  const { model } = asked;
  response.setHeader("request-id", "req_1");
  if (model === "silent") return;
  if (model === "hang-up") return void response.destroy();
  if (model.startsWith("status-")) return refuse(response, Number(model.slice("status-".length)));
  if (model === "retry-529" && attemptOf(request) < 2) {
    response.setHeader("retry-after-ms", "1");
    return refuse(response, 529);
  }
  if (path.includes("/count_tokens")) return sendJson(response, { input_tokens: 17 });
  if (model === "garbage" && !asked.stream) return sendJson(response, GARBAGE);
  if (model === "no-json" && !asked.stream) {
    return void response.setHeader("content-type", "application/json").end("{");
  }
  if (model === "html") {
    return void response.setHeader("content-type", "text/html").end("<html>busy</html>");
  }
  if (model === "cut" && !asked.stream) {
    response.setHeader("content-length", 1000).write('{"id":');
    return void setImmediate(() => response.destroy());
  }
  if (asked.stream) return stream(response, asked);
  return sendJson(response, answerMessage(asked));
}

/** The model and whether to stream are in the path of Bedrock and Vertex. */
function readAsked(path: string, body: Record<string, unknown>): AskedMessage {
  const vertex = /\/models\/([^:/]+):(streamRawPredict|rawPredict)$/.exec(path);
  const bedrock = /\/model\/([^/]+)\/invoke$/.exec(path);
  return {
    model: String(vertex?.[1] ?? bedrock?.[1] ?? body["model"]),
    stream: vertex === null ? body["stream"] === true : vertex[2] === "streamRawPredict",
    messages: Array.isArray(body["messages"]) ? body["messages"] : [],
    beta: path.includes("beta=true"),
  };
}

/** The client counts its attempts. */
function attemptOf({ headers }: IncomingMessage): number {
  return Number(headers["x-stainless-retry-count"] ?? 0);
}

const TYPES: Readonly<Record<number, string>> = {
  400: "invalid_request_error",
  401: "authentication_error",
  404: "not_found_error",
  429: "rate_limit_error",
  529: "overloaded_error",
};

function refuse(response: ServerResponse, status: number): void {
  response.statusCode = status;
  const error = { type: TYPES[status] ?? "api_error", message: `refused: ${CANARIES.error}` };
  sendJson(response, { type: "error", error });
}

const GARBAGE = {
  id: 7,
  model: { nested: true },
  content: "none",
  stop_reason: [],
  usage: { input_tokens: -3, output_tokens: 1e300, cache_read_input_tokens: "many" },
};

function sendJson(response: ServerResponse, value: unknown): void {
  response.setHeader("content-type", "application/json").end(JSON.stringify(value));
}

/** How many events of a stream are sent, by model. */
const SHOWN: Readonly<Record<string, number>> = {
  cut: 3,
  short: 4,
  endless: 3,
  empty: 0,
  "error-event": 3,
  "bad-event": 3,
};

async function stream(response: ServerResponse, asked: AskedMessage): Promise<void> {
  const { model } = asked;
  response.setHeader("content-type", "text/event-stream");
  const events = answerEvents(asked).slice(0, SHOWN[model]);
  for (const event of events) {
    if (!send(response, event)) {
      // oxlint-disable-next-line no-await-in-loop -- as fast as it is read
      await new Promise((resolve) => response.once("drain", resolve));
    }
  }
  if (model === "endless") return;
  if (model === "cut") return void setImmediate(() => response.destroy());
  if (model === "error-event") {
    const event = {
      type: "error",
      error: { type: "overloaded_error", message: `overloaded: ${CANARIES.error}` },
    };
    send(response, event);
  }
  if (model === "bad-event") response.write("event: content_block_delta\ndata: {\n\n");
  response.end();
}

function send(response: ServerResponse, event: { readonly type: string }): boolean {
  return response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
}
