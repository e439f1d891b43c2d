import { createHash } from "node:crypto";
import type { Decision } from "./decide.ts";
import { textOf, type CompletionRequest } from "./request.ts";

/** A whole answer in the form that both the streamed and the plain response are made from. */
export interface Completion {
  readonly id: string;
  readonly created: number;
  readonly model: string;
  readonly content: string | null;
  readonly toolCalls: readonly CompletionToolCall[];
  readonly finishReason: "stop" | "tool_calls";
  readonly usage: CompletionUsage;
}

interface CompletionToolCall {
  readonly id: string;
  readonly type: "function";
  readonly function: { readonly name: string; readonly arguments: string };
}

interface CompletionUsage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
  readonly prompt_tokens_details: { readonly cached_tokens: number };
  readonly completion_tokens_details: { readonly reasoning_tokens: number };
}

/** Gives a decision its ids and its usage. Ids follow from the conversation, so they are the same for the same one. */
export function createCompletion(request: CompletionRequest, decision: Decision): Completion {
  const key = createHash("sha256")
    .update(JSON.stringify(request.messages))
    .digest("hex")
    .slice(0, 24);
  const calls = decision.kind === "tools" ? decision.calls : [];
  const toolCalls = calls.map((call, index) => ({
    id: `call_${key.slice(0, 16)}${index}`,
    type: "function" as const,
    function: { name: call.name, arguments: JSON.stringify(call.args) },
  }));
  const content = decision.kind === "text" ? decision.text : null;
  return {
    id: `chatcmpl-${key}`,
    created: Math.floor(Date.now() / 1_000),
    model: request.model,
    content,
    toolCalls,
    finishReason: decision.kind === "text" ? "stop" : "tool_calls",
    usage: measureUsage(request, content ?? JSON.stringify(toolCalls)),
  };
}

/** The plain, not streamed response. */
export function toResponse({
  content,
  toolCalls,
  finishReason,
  usage,
  ...ids
}: Completion): object {
  const calls = toolCalls.length === 0 ? {} : { tool_calls: toolCalls };
  const message = { role: "assistant", content, refusal: null, ...calls };
  const choice = { index: 0, message, logprobs: null, finish_reason: finishReason };
  return { ...ids, object: "chat.completion", choices: [choice], usage };
}

function measureUsage(request: CompletionRequest, output: string): CompletionUsage {
  const tools = countTokens(JSON.stringify(request.tools ?? []));
  const messages = request.messages.map((message) =>
    countTokens(textOf(message) + JSON.stringify(message.tool_calls ?? "")),
  );
  // A provider caches what it has read before: here, everything before the model's own last answer.
  const known = request.messages.findLastIndex(({ role }) => role === "assistant");
  const cached = known === -1 ? 0 : tools + sum(messages.slice(0, known));
  const prompt = tools + sum(messages);
  const completion = countTokens(output);
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: cached },
    completion_tokens_details: { reasoning_tokens: 0 },
  };
}

/** About four characters make a token in English. */
function countTokens(text: string): number {
  return Math.ceil(text.length / 4);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
