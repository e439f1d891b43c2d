import { count, fields, isFields, sum } from "./fields.ts";
import type { TokenUsage } from "./usage.ts";

/**
 * Reads the `usage` of Anthropic's Messages API. Its `input_tokens` leave out what was read from or written to the
 * cache; the conventions count both in, so they are added.
 *
 * @returns Undefined where the value is no usage.
 */
export function usageFromAnthropic(usage: unknown): TokenUsage | undefined {
  if (!isFields(usage)) return undefined;
  const cacheReadInputTokens = count(usage["cache_read_input_tokens"]);
  const cacheCreationInputTokens = count(usage["cache_creation_input_tokens"]);
  const uncached = count(usage["input_tokens"]);
  return {
    // A report without the uncached part, as at the end of a stream, says nothing of the total.
    inputTokens:
      uncached === undefined
        ? undefined
        : sum(uncached, cacheReadInputTokens, cacheCreationInputTokens),
    outputTokens: count(usage["output_tokens"]),
    cacheReadInputTokens,
    cacheCreationInputTokens,
    reasoningOutputTokens: count(fields(usage["output_tokens_details"])["thinking_tokens"]),
  };
}
