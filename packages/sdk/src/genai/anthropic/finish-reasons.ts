import { text } from "../fields.ts";

/**
 * Why a message ended, in the words that the other providers use. What has no such word is kept as Anthropic says it.
 *
 * @returns Undefined while the message has not ended.
 */
export function finishReasons(stopReason: unknown): readonly string[] | undefined {
  const reason = text(stopReason);
  if (reason === undefined) return undefined;
  return [Object.hasOwn(REASONS, reason) ? (REASONS[reason] ?? reason) : reason];
}

const REASONS: Readonly<Record<string, string>> = {
  end_turn: "stop",
  stop_sequence: "stop",
  max_tokens: "length",
  model_context_window_exceeded: "length",
  tool_use: "tool_calls",
  refusal: "content_filter",
};
