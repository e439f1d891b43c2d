import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";

/** A model endpoint that does what real ones do on bad days. */
export interface MoodyModel {
  /** What `OPENAI_BASE_URL` is set to. */
  readonly baseUrl: string;
  close(): Promise<void>;
}

/**
 * Starts a server with OpenAI's streamed chat completions. A word of the last question tells how it behaves: `slow` waits
 * before its first word, `broken` answers 500, `busy` 429, `loop` asks for the same tool again and again, `cut` stops at the
 * token limit. Anything else is answered at once.
 */
export async function startMoodyModel(): Promise<MoodyModel> {
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no port was given");
  return {
    baseUrl: `http://127.0.0.1:${address.port}/v1`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

interface Message {
  readonly role: string;
  readonly content?: unknown;
}

const SLOW_MS = 2_500;

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const messages = await readMessages(request);
  const asked = messages.findLast(({ role }) => role === "user")?.content;
  const question = typeof asked === "string" ? asked : "";
  if (question.includes("broken")) return refuse(response, 500, "The server had an error.");
  if (question.includes("busy")) return refuse(response, 429, "Rate limit reached.");
  if (question.includes("slow")) await delay(SLOW_MS);
  const text = "It depends on the wood, and on the season.";
  if (question.includes("loop")) return stream(response, messages, LOOP, "tool_calls");
  stream(response, messages, { content: text }, question.includes("cut") ? "length" : "stop");
}

/** The same call whatever the tool answered: an agent that turns in a circle. */
const LOOP = {
  tool_calls: [
    {
      index: 0,
      id: "call_again",
      type: "function",
      function: { name: "order_lookup", arguments: '{"orderNumber":1042}' },
    },
  ],
};

async function readMessages(request: IncomingMessage): Promise<readonly Message[]> {
  const chunks: Buffer[] = [];
  for await (const part of request) chunks.push(Buffer.from(part));
  const body: { messages?: Message[] } = JSON.parse(Buffer.concat(chunks).toString("utf8"));
  return body.messages ?? [];
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { "content-type": "application/json", "retry-after-ms": "20" });
  response.end(JSON.stringify({ error: { message, type: "server_error", code: null } }));
}

function stream(
  response: ServerResponse,
  messages: readonly Message[],
  delta: object,
  reason: string,
): void {
  const input = Math.ceil(JSON.stringify(messages).length / 4);
  const usage = {
    prompt_tokens: input,
    completion_tokens: 24,
    total_tokens: input + 24,
    prompt_tokens_details: { cached_tokens: Math.floor(input / 3) },
  };
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.write(
    chunk([{ index: 0, delta: { role: "assistant", ...delta }, finish_reason: null }]),
  );
  response.write(chunk([{ index: 0, delta: {}, finish_reason: reason }]));
  response.write(chunk([], { usage }));
  response.end("data: [DONE]\n\n");
}

function chunk(choices: readonly object[], more: object = {}): string {
  const common = {
    id: "chatcmpl-moody",
    object: "chat.completion.chunk",
    created: Math.floor(Date.now() / 1_000),
    model: "moody-model-2026-01",
  };
  return `data: ${JSON.stringify({ ...common, choices, ...more })}\n\n`;
}
