import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { FastifyBaseLogger, FastifyReply } from "fastify";
import { randomUUID } from "node:crypto";
import { Type } from "typebox";
import type { Agent, AgentAnswer, Question } from "../agent/agent.ts";
import { ModelError, type ModelFailure } from "../agent/model-error.ts";
import { HttpProblem } from "../http/problem.ts";

export interface ChatOptions {
  readonly agent: Agent;
  /** Aborted when the backend closes and does not wait any longer. */
  readonly closing: AbortSignal;
  /** The most that one answer may take, over all its steps. */
  readonly timeoutMs: number;
}

const ChatBody = Type.Object(
  {
    message: Type.String({ minLength: 1, maxLength: 8_000, pattern: "\\S" }),
    conversationId: Type.Optional(Type.String({ pattern: "^[A-Za-z0-9_-]{1,64}$" })),
  },
  { additionalProperties: false },
);

const ChatAnswer = Type.Object({
  conversationId: Type.String(),
  answer: Type.String(),
  stopReason: Type.Union([Type.Literal("answer"), Type.Literal("step_limit")]),
  steps: Type.Integer(),
  toolCalls: Type.Array(
    Type.Object({
      name: Type.String(),
      outcome: Type.Union([Type.Literal("ok"), Type.Literal("error")]),
    }),
  ),
  usage: Type.Object({
    inputTokens: Type.Integer(),
    cachedInputTokens: Type.Integer(),
    outputTokens: Type.Integer(),
  }),
});

/** `POST /v1/chat`: asks the agent. */
export const chatRoutes: FastifyPluginAsyncTypebox<ChatOptions> = async (app, options) => {
  const schema = { body: ChatBody, response: { 200: ChatAnswer } };
  app.post("/v1/chat", { schema }, async (request, reply) => {
    const { message, conversationId = randomUUID() } = request.body;
    const reasons = abortReasons(reply, options);
    const question = { conversationId, message, signal: AbortSignal.any(Object.values(reasons)) };
    const answer = await ask(question, { reasons, agent: options.agent, logger: request.log });
    return { conversationId, ...answer, toolCalls: [...answer.toolCalls] };
  });
};

const details: Readonly<Record<ModelFailure, string>> = {
  unreachable: "The model endpoint could not be reached.",
  timeout: "The model endpoint did not answer in time.",
  refused: "The model endpoint answered with an error.",
  unusable: "The model endpoint gave an answer that could not be used.",
};

interface AbortReasons {
  readonly clientGone: AbortSignal;
  readonly timeout: AbortSignal;
  readonly closing: AbortSignal;
}

function abortReasons(reply: FastifyReply, { closing, timeoutMs }: ChatOptions): AbortReasons {
  const clientGone = new AbortController();
  reply.raw.once("close", () => {
    if (!reply.raw.writableFinished) clientGone.abort();
  });
  return { clientGone: clientGone.signal, timeout: AbortSignal.timeout(timeoutMs), closing };
}

async function ask(
  question: Question,
  surroundings: {
    readonly agent: Agent;
    readonly reasons: AbortReasons;
    readonly logger: FastifyBaseLogger;
  },
): Promise<AgentAnswer> {
  const { agent, reasons, logger } = surroundings;
  try {
    return await agent.ask(question);
  } catch (cause) {
    if (reasons.closing.aborted)
      throw new HttpProblem(503, "The server is shutting down.", { cause });
    if (reasons.timeout.aborted) throw new HttpProblem(504, "The answer took too long.", { cause });
    // Nobody reads this answer; the status is for the log and the metrics.
    if (reasons.clientGone.aborted) throw new HttpProblem(499, "The client went away.", { cause });
    if (!(cause instanceof ModelError)) throw cause;
    // Not the cause: an endpoint may quote the prompt in its error.
    logger.error({ model: { failure: cause.kind, reason: cause.message } }, "the model failed");
    throw new HttpProblem(cause.kind === "timeout" ? 504 : 502, details[cause.kind], { cause });
  }
}
