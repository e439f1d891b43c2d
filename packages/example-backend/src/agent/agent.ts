import { agent as traceAgent, type AgentRun } from "@agent-otel/sdk/genai";
import type { Logger } from "pino";
import type { AgentTool } from "../tools/tool.ts";
import type { Conversations } from "./conversations.ts";
import type { ChatMessage, ChatModel, TokenUsage, ToolCall } from "./model.ts";
import { runTool, type ToolOutcome } from "./run-tool.ts";

export interface Question {
  readonly conversationId: string;
  readonly message: string;
  /** Ends the run early: the caller went away, the time is up, or the backend closes. */
  readonly signal: AbortSignal;
}

export interface AgentAnswer {
  readonly answer: string;
  /** `answer`: the model was done. `step_limit`: it still wanted tools after the last step, and `answer` says so. */
  readonly stopReason: "answer" | "step_limit";
  /** How often the model was asked. */
  readonly steps: number;
  readonly toolCalls: readonly Pick<ToolOutcome, "name" | "outcome">[];
  /** The sum over all steps. */
  readonly usage: TokenUsage;
}

export interface Agent {
  /** @throws {ModelError} when the model gives no answer; the reason of the signal when that was aborted. */
  ask(question: Question): Promise<AgentAnswer>;
}

export interface AgentParts {
  readonly model: ChatModel;
  readonly tools: readonly AgentTool[];
  readonly conversations: Conversations;
  readonly logger: Logger;
  /** How often the model may be asked for one answer. @default 8 */
  readonly maxSteps?: number;
}

const name = "shop-assistant";
const description = "Answers questions of a shop's customers with the help of tools";
const instructions = [
  "You are the assistant of a small furniture and homeware shop.",
  "Use order_lookup for orders, search_knowledge for anything about the shop, and calculate for every calculation.",
  "Answer briefly, in the language of the question, and only from what the tools say.",
].join(" ");

/** The agent: it asks the model, runs the tools that the model calls, and goes on until there is an answer. */
export function createAgent(parts: AgentParts): Agent {
  return {
    ask: async (question) =>
      traceAgent(
        {
          name,
          description,
          conversationId: question.conversationId,
          model: parts.model.name,
          provider: "openai",
          signal: question.signal,
        },
        async (run) => answer(parts, question, run),
      ),
  };
}

async function answer(parts: AgentParts, question: Question, run: AgentRun): Promise<AgentAnswer> {
  const { model, tools, conversations, logger, maxSteps = 8 } = parts;
  const { conversationId, message, signal } = question;
  const history = conversations.read(conversationId);
  const turn: ChatMessage[] = [{ role: "user", content: message }];
  const toolCalls: ToolOutcome[] = [];
  let usage: TokenUsage = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0 };

  const finish = (
    stopReason: AgentAnswer["stopReason"],
    text: string,
    steps: number,
  ): AgentAnswer => {
    conversations.append(conversationId, turn);
    const called = toolCalls.map((call) => ({ name: call.name, outcome: call.outcome }));
    return { answer: text, stopReason, steps, toolCalls: called, usage };
  };

  /* oxlint-disable no-await-in-loop -- every step needs the one before it */
  for (let step = 1; step <= maxSteps; step += 1) {
    const messages: ChatMessage[] = [
      { role: "system", content: instructions },
      ...history,
      ...turn,
    ];
    const reply = await model.complete({ messages, tools, signal });
    usage = addUsage(usage, reply.usage);
    turn.push(reply.message);
    if (reply.toolCalls.length === 0) return finish("answer", reply.text, step);
    const outcomes = await runTools(reply.toolCalls, { tools, signal, logger });
    toolCalls.push(...outcomes);
    turn.push(...toToolMessages(reply.toolCalls, outcomes));
  }
  /* oxlint-enable no-await-in-loop */

  run.stop("step_limit");
  const text = `I could not finish this within ${maxSteps} steps. Please ask a smaller question.`;
  turn.push({ role: "assistant", content: text });
  return finish("step_limit", text, maxSteps);
}

/** A model that asks for more at once has lost its way; the rest is answered with an error. */
const maxCallsPerStep = 16;

async function runTools(
  calls: readonly ToolCall[],
  surroundings: Parameters<typeof runTool>[1],
): Promise<ToolOutcome[]> {
  const tooMany = JSON.stringify({ error: `not run: at most ${maxCallsPerStep} calls at once` });
  return Promise.all(
    calls.map(async (call, index) =>
      index < maxCallsPerStep
        ? runTool(call, surroundings)
        : { name: call.function.name, outcome: "error" as const, content: tooMany },
    ),
  );
}

function toToolMessages(
  calls: readonly ToolCall[],
  outcomes: readonly ToolOutcome[],
): ChatMessage[] {
  return calls.map(({ id }, index) => ({
    role: "tool",
    tool_call_id: id,
    content: outcomes[index]?.content ?? "",
  }));
}

function addUsage(sum: TokenUsage, more: TokenUsage): TokenUsage {
  return {
    inputTokens: sum.inputTokens + more.inputTokens,
    cachedInputTokens: sum.cachedInputTokens + more.cachedInputTokens,
    outputTokens: sum.outputTokens + more.outputTokens,
  };
}
