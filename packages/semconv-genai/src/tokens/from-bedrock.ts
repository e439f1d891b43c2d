import { count, isFields, sum } from "./fields.ts";
import type { TokenUsage } from "./usage.ts";

/**
 * Reads the `usage` of Bedrock's Converse API. Like Anthropic's, its `inputTokens` leave out cached tokens, so those
 * are added.
 *
 * @returns Undefined where the value is no usage.
 */
export function usageFromBedrock(usage: unknown): TokenUsage | undefined {
  if (!isFields(usage)) return undefined;
  const cacheReadInputTokens = count(usage["cacheReadInputTokens"]);
  const cacheCreationInputTokens = count(usage["cacheWriteInputTokens"]);
  const uncached = count(usage["inputTokens"]);
  return {
    inputTokens:
      uncached === undefined
        ? undefined
        : sum(uncached, cacheReadInputTokens, cacheCreationInputTokens),
    outputTokens: count(usage["outputTokens"]),
    cacheReadInputTokens,
    cacheCreationInputTokens,
  };
}
