import type { FastifyInstance } from "fastify";
import { pino } from "pino";
import type { Agent, AgentAnswer } from "../agent/agent.ts";
import { createApp } from "../app.ts";

/** What the agent of a test answers. */
export const answer: AgentAnswer = {
  answer: "yes",
  stopReason: "answer",
  steps: 1,
  toolCalls: [{ name: "order_lookup", outcome: "ok" }],
  usage: { inputTokens: 3, cachedInputTokens: 2, outputTokens: 1 },
};

export interface TestApp {
  readonly app: FastifyInstance;
  /** The lines of its log so far. */
  readonly log: readonly string[];
  /** Posts a body to the chat route; text is sent as it is. */
  readonly chat: (body: unknown) => Promise<TestResponse>;
}

export type TestResponse = Awaited<ReturnType<FastifyInstance["inject"]>>;

/** The application with an agent of the test's own. It listens only when the test says so; the test closes it. */
export async function createTestApp(
  ask: Agent["ask"] = async () => answer,
  timeoutMs = 10_000,
): Promise<TestApp> {
  const log: string[] = [];
  const app = await createApp({
    logger: pino({ level: "trace" }, { write: (line: string) => void log.push(line) }),
    chat: { agent: { ask }, closing: new AbortController().signal, timeoutMs },
    checks: { database: () => true, calculator: () => false },
  });
  const chat = async (body: unknown): Promise<TestResponse> =>
    app.inject({
      method: "POST",
      url: "/v1/chat",
      headers: { "content-type": "application/json" },
      payload: typeof body === "string" ? body : JSON.stringify(body),
    });
  return { app, log, chat };
}
