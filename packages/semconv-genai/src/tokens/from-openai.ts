import { count, fields, isFields, rest } from "./fields.ts";
import type { Fields } from "./fields.ts";
import type { TokenUsage } from "./usage.ts";

/**
 * Reads the `usage` of OpenAI's chat, embeddings and Responses APIs, and of those that copy them. OpenAI counts cached
 * tokens in the input and reasoning in the output, so both totals stay as they are.
 *
 * @returns Undefined where the value is no usage.
 */
export function usageFromOpenAi(usage: unknown): TokenUsage | undefined {
  if (!isFields(usage)) return undefined;
  const input = fields(usage["prompt_tokens_details"] ?? usage["input_tokens_details"]);
  const output = fields(usage["completion_tokens_details"] ?? usage["output_tokens_details"]);
  const inputTokens = count(usage["prompt_tokens"] ?? usage["input_tokens"]);
  const outputTokens = count(usage["completion_tokens"] ?? usage["output_tokens"]);
  return {
    inputTokens,
    outputTokens,
    cacheReadInputTokens: count(input["cached_tokens"]),
    cacheCreationInputTokens: count(input["cache_write_tokens"]),
    reasoningOutputTokens: count(output["reasoning_tokens"]),
    byModality: byModality({ input, inputTokens, output, outputTokens }),
  };
}

interface Sides {
  readonly input: Fields;
  readonly inputTokens: number | undefined;
  readonly output: Fields;
  readonly outputTokens: number | undefined;
}

/** Only where something besides text is told: else the totals say it all. */
function byModality({ input, inputTokens, output, outputTokens }: Sides): TokenUsage["byModality"] {
  const audio = {
    inputTokens: count(input["audio_tokens"]),
    outputTokens: count(output["audio_tokens"]),
  };
  const image = {
    inputTokens: count(input["image_tokens"]),
    outputTokens: count(output["image_tokens"]),
  };
  const told = [audio, image].some(
    (tokens) => (tokens.inputTokens ?? 0) + (tokens.outputTokens ?? 0) > 0,
  );
  if (!told) return undefined;
  return {
    text: {
      inputTokens:
        count(input["text_tokens"]) ?? rest(inputTokens, audio.inputTokens, image.inputTokens),
      outputTokens:
        count(output["text_tokens"]) ?? rest(outputTokens, audio.outputTokens, image.outputTokens),
    },
    audio,
    image,
  };
}
