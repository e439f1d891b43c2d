import { TOKEN_MODALITIES } from "./usage.ts";
import type { ModalityTokens, TokenUsage } from "./usage.ts";

/** A number of tokens and the kind of content they stand for. */
export type ModalityCount = readonly [
  modality: "text" | "image" | "audio" | "unknown",
  count: number,
];

/**
 * Splits a total into counts that add up to it: what the provider tells of each kind of content, and the rest as
 * `unknown`. Where the parts exceed the total, they are not parts of it, and all of it is `unknown`.
 */
export function splitByModality(
  total: number,
  usage: TokenUsage,
  field: keyof ModalityTokens,
): readonly ModalityCount[] {
  const counts: ModalityCount[] = [];
  let told = 0;
  for (const modality of TOKEN_MODALITIES) {
    const count = usage.byModality?.[modality]?.[field] ?? 0;
    if (!(count > 0)) continue;
    told += count;
    counts.push([modality, count]);
  }
  if (told > total) return [["unknown", total]];
  return told === total && told > 0 ? counts : [...counts, ["unknown", total - told]];
}
