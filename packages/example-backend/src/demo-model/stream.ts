import type { Completion } from "./completion.ts";

/** The server-sent events of a streamed response: the answer in pieces, the usage if asked for, and the end mark. */
export function* toEvents(completion: Completion, includeUsage: boolean): Generator<string> {
  const { id, created, model, usage, finishReason } = completion;
  const head = { id, object: "chat.completion.chunk", created, model };
  // With include_usage, every chunk has the field; only the last one has the value.
  const noUsage = includeUsage ? { usage: null } : {};
  for (const delta of toDeltas(completion)) {
    const choice = { index: 0, delta, logprobs: null, finish_reason: null };
    yield toEvent({ ...head, choices: [choice], ...noUsage });
  }
  const last = { index: 0, delta: {}, logprobs: null, finish_reason: finishReason };
  yield toEvent({ ...head, choices: [last], ...noUsage });
  if (includeUsage) yield toEvent({ ...head, choices: [], usage });
  yield "data: [DONE]\n\n";
}

function* toDeltas({ content, toolCalls }: Completion): Generator<object> {
  yield { role: "assistant", content: content === null ? null : "", refusal: null };
  for (const piece of content?.match(/\S+\s*|\s+/g) ?? []) yield { content: piece };
  for (const [index, call] of toolCalls.entries()) {
    const { name, arguments: args } = call.function;
    yield {
      tool_calls: [{ index, id: call.id, type: call.type, function: { name, arguments: "" } }],
    };
    for (const piece of args.match(/[\s\S]{1,24}/g) ?? []) {
      yield { tool_calls: [{ index, function: { arguments: piece } }] };
    }
  }
}

function toEvent(data: object): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}
