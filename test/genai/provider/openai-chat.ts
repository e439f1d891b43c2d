import { HUGE } from "./behaviour.ts";
import { CANARIES } from "./canaries.ts";
import type { OpenAiRequest } from "./openai-request.ts";
import type { ServerEvent } from "./sse.ts";

/** A whole answer of the chat API. */
export function chatCompletion(request: OpenAiRequest): unknown {
  const calls = toolCalls(request);
  const message =
    calls.length > 0
      ? { role: "assistant", content: null, refusal: null, tool_calls: calls }
      : { role: "assistant", content: ANSWER, refusal: null };
  return {
    ...head(request, "chatcmpl-1", "chat.completion"),
    service_tier: "default",
    system_fingerprint: "fp_1",
    choices: [{ index: 0, message, finish_reason: reason(calls), logprobs: null }],
    usage: USAGE,
  };
}

/** The chunks of a streamed answer. */
export function* chatEvents(request: OpenAiRequest): Iterable<ServerEvent> {
  const base = head(request, "chatcmpl-2", "chat.completion.chunk");
  const calls = toolCalls(request);
  const chunk = (delta: object, finish_reason: string | null = null): ServerEvent => ({
    data: { ...base, choices: [{ index: 0, delta, finish_reason }] },
  });
  yield chunk({ role: "assistant", content: "" });
  for (const [index, call] of calls.entries()) {
    const { id, type, function: called } = call;
    yield chunk({ tool_calls: [{ index, id, type, function: { ...called, arguments: "" } }] });
    for (const part of [called.arguments.slice(0, 5), called.arguments.slice(5)]) {
      yield chunk({ tool_calls: [{ index, function: { arguments: part } }] });
    }
  }
  if (request.model === "huge") {
    const content = "x".repeat(HUGE.characters);
    for (let index = 0; index < HUGE.deltas; index += 1) yield chunk({ content });
  } else if (calls.length === 0) {
    for (const content of [ANSWER.slice(0, 4), ANSWER.slice(4)]) yield chunk({ content });
  }
  yield chunk({}, reason(calls));
  if (request.usage) yield { data: { ...base, choices: [], usage: USAGE } };
}

/** JSON, so that it can be parsed as what was asked for. */
const ANSWER = JSON.stringify({ said: CANARIES.answer });

interface Call {
  readonly id: string;
  readonly type: "function";
  readonly function: { readonly name: string; readonly arguments: string };
}

/** Two calls of the first tool with different arguments, and one of each other tool; after their answers none. */
function toolCalls({ model, tools, answered }: OpenAiRequest): readonly Call[] {
  const [first] = tools;
  if (model !== "tools" || answered || first === undefined) return [];
  return [first, ...tools].map((name, index) => ({
    id: `call_${index}`,
    type: "function",
    function: { name, arguments: JSON.stringify({ text: CANARIES.toolArgument, index }) },
  }));
}

function reason(calls: readonly Call[]): string {
  return calls.length > 0 ? "tool_calls" : "stop";
}

function head({ model }: OpenAiRequest, id: string, object: string): object {
  return { id, object, created: 1, model: `${model}-2026` };
}

const USAGE = {
  prompt_tokens: 120,
  completion_tokens: 20,
  total_tokens: 140,
  prompt_tokens_details: { cached_tokens: 80 },
  completion_tokens_details: { reasoning_tokens: 5 },
};
