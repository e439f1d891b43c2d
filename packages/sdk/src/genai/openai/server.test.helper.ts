import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { fields } from "../fields.ts";
import { chatDeltas, outputEvents } from "./stream-parts.test.helper.ts";
import { text } from "node:stream/consumers";

/** What the fake provider answers with; no recorded telemetry may hold it. */
export const ANSWER = "canary-answer-5d1f";

/** A local server that speaks the wire format of OpenAI's API. */
export interface FakeProvider {
  readonly baseURL: string;
  /** Headers of the requests so far. */
  readonly headers: IncomingMessage["headers"][];
  close(): Promise<void>;
}

/** Starts the server on a free loopback port. The requested model selects what it does. */
export async function startFakeProvider(): Promise<FakeProvider> {
  const headers: IncomingMessage["headers"][] = [];
  const server = createServer((request, response) => {
    headers.push(request.headers);
    void answer(request, response).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const port = String(fields(server.address())["port"]);
  return {
    baseURL: `http://127.0.0.1:${port}/v1`,
    headers,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

interface Body {
  readonly model: string;
  readonly stream: boolean;
  readonly base64: boolean;
  readonly usage: boolean;
}

function readBody(json: string): Body {
  const body = fields(JSON.parse(json));
  return {
    model: String(body["model"]),
    stream: body["stream"] === true,
    base64: body["encoding_format"] === "base64",
    usage: fields(body["stream_options"])["include_usage"] === true,
  };
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = readBody(await text(request));
  if (body.model === "silent") return;
  if (body.model.startsWith("status-")) return refuse(body, response);
  if (body.model === "garbage") return sendJson(response, GARBAGE);
  if (body.model === "no-json") {
    response.setHeader("content-type", "application/json").end("{");
    return;
  }
  if (request.url === "/v1/embeddings") return sendJson(response, embedding(body));
  if (request.url === "/v1/responses") {
    if (body.stream) return streamEvents(response, responseEvents(body), body);
    return sendJson(response, responseObject(body));
  }
  if (body.stream) return streamEvents(response, chatChunks(body), body);
  return sendJson(response, chatCompletion(body));
}

function refuse(body: Body, response: ServerResponse): void {
  const status = Number(body.model.slice("status-".length));
  response.statusCode = status;
  sendJson(response, {
    error: { message: `could not do: ${ANSWER}`, type: "some_type", code: "some_code" },
  });
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.setHeader("content-type", "application/json").end(JSON.stringify(value));
}

function streamEvents(response: ServerResponse, events: unknown[], { model }: Body): void {
  response.setHeader("content-type", "text/event-stream");
  const counts: Record<string, number> = { cut: 2, endless: 2, empty: 0 };
  const shown = events.slice(0, counts[model] ?? events.length);
  for (const event of shown) response.write(`data: ${JSON.stringify(event)}\n\n`);
  if (model === "endless") return;
  if (model === "error-event") {
    response.write(
      `data: ${JSON.stringify({ error: { message: ANSWER, code: "overloaded" } })}\n\n`,
    );
  }
  if (model === "cut") setImmediate(() => response.destroy());
  else response.end("data: [DONE]\n\n");
}

const USAGE = {
  prompt_tokens: 120,
  completion_tokens: 20,
  total_tokens: 140,
  prompt_tokens_details: { cached_tokens: 80 },
  completion_tokens_details: { reasoning_tokens: 5 },
};

const GARBAGE = {
  id: 7,
  model: { nested: true },
  choices: "none",
  usage: { prompt_tokens: -3, completion_tokens: 1e300 },
  status: [],
  output: null,
  data: [],
};

function chatCompletion({ model }: Body): unknown {
  const message = { role: "assistant", content: `{"said":"${ANSWER}"}`, refusal: null };
  return {
    id: "chatcmpl-1",
    object: "chat.completion",
    created: 1,
    model: `${model}-2026`,
    service_tier: "default",
    system_fingerprint: "fp_1",
    choices: [{ index: 0, message, finish_reason: "stop", logprobs: null }],
    usage: USAGE,
  };
}

function chatChunks({ model, usage }: Body): unknown[] {
  const base = {
    id: "chatcmpl-2",
    object: "chat.completion.chunk",
    created: 1,
    model: `${model}-2026`,
  };
  const chunk = (delta: object, finish_reason: string | null): unknown => ({
    ...base,
    choices: [{ index: 0, delta, finish_reason }],
  });
  const chunks = [
    chunk({ role: "assistant", content: "" }, null),
    ...chatDeltas(model, ANSWER).map((delta) => chunk(delta, null)),
    chunk({}, model === "calls" ? "tool_calls" : "stop"),
  ];
  if (usage) chunks.push({ ...base, choices: [], usage: USAGE });
  return chunks;
}

function responseObject({ model }: Body): Record<string, unknown> {
  const failed = model === "failed";
  const content = [{ type: "output_text", text: `{"said":"${ANSWER}"}`, annotations: [] }];
  return {
    id: "resp_1",
    object: "response",
    model: `${model}-2026`,
    status: failed ? "failed" : "completed",
    error: failed ? { code: "server_error", message: ANSWER } : null,
    output: [{ id: "m", type: "message", role: "assistant", status: "completed", content }],
    usage: {
      input_tokens: 120,
      input_tokens_details: { cached_tokens: 80 },
      output_tokens: 20,
      output_tokens_details: { reasoning_tokens: 5 },
      total_tokens: 140,
    },
  };
}

function responseEvents(body: Body): unknown[] {
  const response = responseObject(body);
  const started = { ...response, status: "in_progress", usage: null, output: [] };
  return [
    { type: "response.created", sequence_number: 0, response: started },
    { type: "response.in_progress", sequence_number: 1, response: started },
    ...(body.model === "deltas" ? outputEvents(ANSWER) : []),
    { type: `response.${String(response["status"])}`, sequence_number: 2, response },
  ];
}

function embedding({ model, base64 }: Body): unknown {
  const vector = new Float32Array([0.5, 0.25]);
  const encoded = Buffer.from(vector.buffer).toString("base64");
  return {
    object: "list",
    model: `${model}-2026`,
    data: [
      {
        object: "embedding",
        index: 0,
        embedding: base64 ? encoded : [0.5, 0.25],
      },
    ],
    usage: { prompt_tokens: 9, total_tokens: 9 },
  };
}
