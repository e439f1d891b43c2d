import { CANARIES } from "./canaries.ts";

/** What is asked of a model, as far as the answer depends on it. */
export interface AskedMessage {
  readonly model: string;
  readonly stream: boolean;
  readonly messages: readonly unknown[];
  readonly beta: boolean;
}

/** 40 tokens of input are not cached, 70 were and 10 are written: 120 in all. */
export const USAGE = {
  input_tokens: 40,
  cache_read_input_tokens: 70,
  cache_creation_input_tokens: 10,
  output_tokens: 20,
} as const;

/** An answer, as far as the events depend on it. */
interface AnswerMessage {
  readonly [field: string]: unknown;
  readonly content: readonly Block[];
  readonly stop_reason: string;
}

/** One event of a stream. */
interface AnswerEvent {
  readonly [field: string]: unknown;
  readonly type: string;
}

/** The whole answer. */
export function answerMessage(asked: AskedMessage): AnswerMessage {
  const calls = wantsTools(asked);
  return {
    id: "msg_1",
    type: "message",
    role: "assistant",
    model: `${asked.model}-2026`,
    content: calls ? TOOL_CALLS : [{ type: "text", text: `{"said":"${CANARIES.answer}"}` }],
    stop_reason: calls ? "tool_use" : "end_turn",
    stop_sequence: null,
    usage: USAGE,
  };
}

/** The same answer as events. */
export function answerEvents(asked: AskedMessage): readonly AnswerEvent[] {
  const message = answerMessage(asked);
  const content = asked.model === "huge" ? [] : message.content;
  const start = {
    ...message,
    content: [],
    stop_reason: null,
    usage: { ...USAGE, output_tokens: 1 },
  };
  return [
    { type: "message_start", message: start },
    { type: "ping" },
    ...content.flatMap((block, index) => blockEvents(block, index)),
    ...(asked.model === "huge" ? hugeEvents() : []),
    {
      type: "message_delta",
      delta: { stop_reason: message.stop_reason, stop_sequence: null },
      usage: { output_tokens: USAGE.output_tokens },
    },
    { type: "message_stop" },
  ];
}

interface Block {
  readonly type: string;
  readonly text?: string;
  readonly input?: unknown;
}

const TOOL_CALLS = [
  { type: "tool_use", id: "toolu_1", name: "weather", input: { city: CANARIES.toolArgument } },
  { type: "tool_use", id: "toolu_2", name: "weather", input: { city: "Basel" } },
  { type: "tool_use", id: "toolu_3", name: "broken", input: {} },
];

/** Until the results are there. */
function wantsTools({ model, messages }: AskedMessage): boolean {
  return model === "tools" && !JSON.stringify(messages).includes('"tool_result"');
}

function blockEvents(block: Block, index: number): AnswerEvent[] {
  const isText = block.type === "text";
  const whole = isText ? (block.text ?? "") : JSON.stringify(block.input);
  const half = Math.ceil(whole.length / 2);
  const delta = (part: string): object =>
    isText ? { type: "text_delta", text: part } : { type: "input_json_delta", partial_json: part };
  const begun = isText ? { ...block, text: "" } : { ...block, input: {} };
  return [
    { type: "content_block_start", index, content_block: begun },
    { type: "content_block_delta", index, delta: delta(whole.slice(0, half)) },
    { type: "content_block_delta", index, delta: delta(whole.slice(half)) },
    { type: "content_block_stop", index },
  ];
}

/** 10 MB in a thousand pieces. */
function hugeEvents(): AnswerEvent[] {
  const delta = { type: "text_delta", text: "x".repeat(10_240) };
  return [
    { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
    ...Array.from({ length: 1024 }, () => ({ type: "content_block_delta", index: 0, delta })),
    { type: "content_block_stop", index: 0 },
  ];
}
