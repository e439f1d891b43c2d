import type { IncomingMessage, ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import { behaviourOf, RETRY_HEADERS } from "./behaviour.ts";
import { CANARIES } from "./canaries.ts";
import { chatCompletion, chatEvents } from "./openai-chat.ts";
import { readRequest } from "./openai-request.ts";
import type { OpenAiRequest } from "./openai-request.ts";
import { responseEvents, responseObject } from "./openai-responses.ts";
import type { Wire } from "./server.ts";
import { sendEvents } from "./sse.ts";
import type { ServerEvent, StreamEnd } from "./sse.ts";

/** OpenAI's API: chat completions, responses and embeddings, also below Azure's paths. */
export const openAiWire: Wire = (request, response) => {
  void answer(request, response).catch(() => response.destroy());
};

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const asked = readRequest(await json(request));
  const behaviour = behaviourOf(asked.model, request.headers);
  const path = new URL(request.url ?? "", "http://provider").pathname;
  response.setHeader("x-request-id", "req_1");
  switch (behaviour.kind) {
    case "silent":
      return;
    case "refuse":
      return refuse(response, behaviour.status);
    case "garbage":
      return asked.stream
        ? sendEvents(response, [{ data: GARBAGE }, { data: 7 }, DONE], "close")
        : sendJson(response, GARBAGE);
    case "no-json":
      return asked.stream
        ? sendEvents(response, ["{"], "close")
        : void response.setHeader("content-type", "application/json").end("{");
    case "html":
      return void response.setHeader("content-type", "text/html").end("<h1>Welcome</h1>");
    default:
      return answerWell(path, asked, response);
  }
}

async function answerWell(
  path: string,
  asked: OpenAiRequest,
  response: ServerResponse,
): Promise<void> {
  if (path.endsWith("/embeddings")) return sendJson(response, embedding(asked));
  const isResponses = path.endsWith("/responses");
  if (!asked.stream) {
    const body = isResponses ? responseObject(asked) : chatCompletion(asked);
    return asked.model === "cut" ? sendHalf(response, body) : sendJson(response, body);
  }
  const events = isResponses ? responseEvents(asked) : chatEvents(asked);
  const [shown, end] = shape(asked, events, isResponses);
  return sendEvents(response, shown, end);
}

/** What a stream shows of its events, and how it ends. */
function shape(
  { model }: OpenAiRequest,
  events: Iterable<ServerEvent>,
  isResponses: boolean,
): [Iterable<ServerEvent | string>, StreamEnd] {
  const last = isResponses ? [] : [DONE];
  switch (model) {
    case "cut":
      return [[...events].slice(0, 2), "cut"];
    case "endless":
      return [[...events].slice(0, 2), "stay"];
    case "empty":
      return [last, "close"];
    case "error-event":
      return [[...[...events].slice(0, 2), errorEvent(isResponses), ...last], "close"];
    default:
      return [concat<ServerEvent | string>(events, last), "close"];
  }
}

function* concat<T>(...parts: readonly Iterable<T>[]): Iterable<T> {
  for (const part of parts) yield* part;
}

const DONE = "[DONE]";

function errorEvent(isResponses: boolean): ServerEvent {
  const error = { message: CANARIES.error, type: "server_error", code: "overloaded", param: null };
  return isResponses
    ? { event: "error", data: { ...error, type: "error", sequence_number: 2 } }
    : { data: { error } };
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { ...RETRY_HEADERS, "content-type": "application/json" });
  const error = { message: CANARIES.error, type: "some_type", code: "some_code", param: null };
  response.end(JSON.stringify({ error }));
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.setHeader("content-type", "application/json").end(JSON.stringify(value));
}

function sendHalf(response: ServerResponse, value: unknown): void {
  const text = JSON.stringify(value);
  response.writeHead(200, { "content-type": "application/json", "content-length": text.length });
  response.write(text.slice(0, text.length / 2), () => setImmediate(() => response.destroy()));
}

const GARBAGE = {
  id: 7,
  model: { nested: true },
  choices: "none",
  usage: { prompt_tokens: -3, completion_tokens: 1e300 },
  status: [],
  output: null,
  data: [],
};

function embedding({ model, base64 }: OpenAiRequest): unknown {
  const vector = new Float32Array([0.5, 0.25]);
  const encoded = Buffer.from(vector.buffer).toString("base64");
  return {
    object: "list",
    model: `${model}-2026`,
    data: [{ object: "embedding", index: 0, embedding: base64 ? encoded : [0.5, 0.25] }],
    usage: { prompt_tokens: 9, total_tokens: 9 },
  };
}
