import type { TokenUsage } from "@agent-otel/semconv-genai";
import { count, fields, isFields } from "../fields.ts";

/** Token counts of an answer: `prompt_tokens` of chat and embeddings, or `input_tokens` of the Responses API. */
export function readUsage(value: unknown): TokenUsage | undefined {
  if (!isFields(value)) return undefined;
  const input = fields(value["prompt_tokens_details"] ?? value["input_tokens_details"]);
  const output = fields(value["completion_tokens_details"] ?? value["output_tokens_details"]);
  return {
    inputTokens: count(value["prompt_tokens"] ?? value["input_tokens"]),
    outputTokens: count(value["completion_tokens"] ?? value["output_tokens"]),
    cacheReadInputTokens: count(input["cached_tokens"]),
    cacheCreationInputTokens: count(input["cache_write_tokens"]),
    reasoningOutputTokens: count(output["reasoning_tokens"]),
  };
}
