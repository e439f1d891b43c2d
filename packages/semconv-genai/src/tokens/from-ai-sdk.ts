import { count, fields, isFields, sum } from "./fields.ts";
import type { TokenUsage } from "./usage.ts";

/**
 * Reads the `usage` of the AI SDK: plain numbers up to version 5, `{ total, … }` per side from version 6 on. Both count
 * cached tokens in the input and reasoning in the output.
 *
 * @returns Undefined where the value is no usage.
 */
export function usageFromAiSdk(usage: unknown): TokenUsage | undefined {
  if (!isFields(usage)) return undefined;
  const input = fields(usage["inputTokens"]);
  const output = fields(usage["outputTokens"]);
  const inputDetails = fields(usage["inputTokenDetails"]);
  const outputDetails = fields(usage["outputTokenDetails"]);
  const cacheRead =
    input["cacheRead"] ?? inputDetails["cacheReadTokens"] ?? usage["cachedInputTokens"];
  const reasoning =
    output["reasoning"] ?? outputDetails["reasoningTokens"] ?? usage["reasoningTokens"];
  return {
    inputTokens:
      count(usage["inputTokens"]) ??
      count(input["total"]) ??
      sum(count(input["noCache"]), count(input["cacheRead"]), count(input["cacheWrite"])),
    outputTokens:
      count(usage["outputTokens"]) ??
      count(output["total"]) ??
      sum(count(output["text"]), count(output["reasoning"])),
    cacheReadInputTokens: count(cacheRead),
    cacheCreationInputTokens: count(input["cacheWrite"] ?? inputDetails["cacheWriteTokens"]),
    reasoningOutputTokens: count(reasoning),
  };
}
