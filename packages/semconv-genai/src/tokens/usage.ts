import type { AttributeRecord } from "../attribute-record.ts";

/** Kinds of content that providers count tokens of apart. */
export type TokenModality = "text" | "image" | "audio";

/** Tokens of one kind of content, each part of the total of the same name. */
export interface ModalityTokens {
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
  readonly cacheReadInputTokens?: number | undefined;
}

/** Tokens of one call. */
export interface TokenUsage {
  /** All input tokens, cached ones included. */
  readonly inputTokens?: number | undefined;
  /** All output tokens, reasoning included. */
  readonly outputTokens?: number | undefined;
  /** Part of the input that came from a cache. */
  readonly cacheReadInputTokens?: number | undefined;
  /** Part of the input that was written to a cache. */
  readonly cacheCreationInputTokens?: number | undefined;
  /** Part of the output spent on reasoning. */
  readonly reasoningOutputTokens?: number | undefined;
  /** Parts of the totals by kind of content, where the provider tells them. */
  readonly byModality?: Readonly<Partial<Record<TokenModality, ModalityTokens>>> | undefined;
}

/** Every kind of content, in the order in which it is recorded. */
export const TOKEN_MODALITIES: readonly TokenModality[] = ["text", "image", "audio"];

/** The span attributes of a usage, in the names of `latest`. */
export function usageAttributes(usage: TokenUsage | undefined): AttributeRecord {
  if (usage === undefined) return {};
  const attributes: Record<string, unknown> = {
    "gen_ai.usage.input_tokens": usage.inputTokens,
    "gen_ai.usage.output_tokens": usage.outputTokens,
    "gen_ai.usage.cache_read.input_tokens": usage.cacheReadInputTokens,
    "gen_ai.usage.cache_write.input_tokens": usage.cacheCreationInputTokens,
    "gen_ai.usage.reasoning.output_tokens": usage.reasoningOutputTokens,
  };
  for (const modality of TOKEN_MODALITIES) {
    const tokens = usage.byModality?.[modality];
    if (tokens === undefined) continue;
    attributes[`gen_ai.usage.${modality}.input_tokens`] = tokens.inputTokens;
    attributes[`gen_ai.usage.${modality}.output_tokens`] = tokens.outputTokens;
    attributes[`gen_ai.usage.${modality}.cache_read.input_tokens`] = tokens.cacheReadInputTokens;
  }
  return attributes;
}
