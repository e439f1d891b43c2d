import { count, fields, isFields, sum } from "./fields.ts";
import type { Fields } from "./fields.ts";
import type { ModalityTokens, TokenModality, TokenUsage } from "./usage.ts";

/**
 * Reads the `usageMetadata` of Gemini. Its prompt count includes cached tokens but not those of tool results, and its
 * candidates leave out thoughts; the conventions count all of the input and all of the output, so those are added.
 *
 * @returns Undefined where the value is no usage.
 */
export function usageFromGemini(usage: unknown): TokenUsage | undefined {
  if (!isFields(usage)) return undefined;
  const reasoningOutputTokens = count(usage["thoughtsTokenCount"]);
  const prompt = count(usage["promptTokenCount"]);
  const candidates = count(usage["candidatesTokenCount"] ?? usage["responseTokenCount"]);
  return {
    inputTokens:
      prompt === undefined ? undefined : sum(prompt, count(usage["toolUsePromptTokenCount"])),
    outputTokens: sum(candidates, reasoningOutputTokens),
    cacheReadInputTokens: count(usage["cachedContentTokenCount"]),
    reasoningOutputTokens,
    byModality: byModality(usage, reasoningOutputTokens),
  };
}

const MODALITIES: Readonly<Record<string, TokenModality>> = {
  TEXT: "text",
  DOCUMENT: "text",
  IMAGE: "image",
  AUDIO: "audio",
};

function byModality(usage: Fields, thoughts: number | undefined): TokenUsage["byModality"] {
  const input = countsOf(usage["promptTokensDetails"], usage["toolUsePromptTokensDetails"]);
  const cached = countsOf(usage["cacheTokensDetails"]);
  const output = countsOf(usage["candidatesTokensDetails"] ?? usage["responseTokensDetails"]);
  // Thoughts are text; they are part of the output here.
  if (output.size > 0 && thoughts !== undefined)
    output.set("text", (output.get("text") ?? 0) + thoughts);
  const told = new Set([...input.keys(), ...cached.keys(), ...output.keys()]);
  if (told.size === 0) return undefined;
  const entries = [...told].map((modality): [TokenModality, ModalityTokens] => [
    modality,
    {
      inputTokens: input.get(modality),
      outputTokens: output.get(modality),
      cacheReadInputTokens: cached.get(modality),
    },
  ]);
  return Object.fromEntries(entries);
}

/** Kinds that the conventions do not have, such as video, are left to the rest of the total. */
function countsOf(...lists: readonly unknown[]): Map<TokenModality, number> {
  const counts = new Map<TokenModality, number>();
  for (const item of lists.flatMap((list) => (Array.isArray(list) ? list : []))) {
    const { modality, tokenCount } = fields(item);
    const known = Object.hasOwn(MODALITIES, String(modality))
      ? MODALITIES[String(modality)]
      : undefined;
    const tokens = count(tokenCount);
    if (known === undefined || tokens === undefined) continue;
    counts.set(known, (counts.get(known) ?? 0) + tokens);
  }
  return counts;
}
