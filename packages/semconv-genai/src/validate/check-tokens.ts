import type { KnownAttributes } from "./check-attributes.ts";
import type { Report } from "./finding.ts";

/** Reports parts of a number of tokens that are more than the whole: a sign of tokens counted twice or left out. */
export function checkTokens(attributes: KnownAttributes, report: Report): void {
  for (const [total, ...parts] of SUMS) {
    const whole = attributes.get(total)?.value;
    const sum = parts.reduce((count, part) => count + number(attributes.get(part)?.value), 0);
    if (typeof whole !== "number" || sum <= whole) continue;
    const message = `${total} is less than its parts: ${parts.filter((part) => attributes.has(part)).join(" + ")}`;
    report("warning", "inconsistent_tokens", message, total);
  }
}

const SUMS: readonly (readonly [total: string, ...parts: readonly string[]])[] = [
  [
    "gen_ai.usage.input_tokens",
    "gen_ai.usage.cache_read.input_tokens",
    "gen_ai.usage.cache_write.input_tokens",
  ],
  [
    "gen_ai.usage.input_tokens",
    "gen_ai.usage.text.input_tokens",
    "gen_ai.usage.image.input_tokens",
    "gen_ai.usage.audio.input_tokens",
  ],
  ["gen_ai.usage.output_tokens", "gen_ai.usage.reasoning.output_tokens"],
  [
    "gen_ai.usage.output_tokens",
    "gen_ai.usage.text.output_tokens",
    "gen_ai.usage.image.output_tokens",
    "gen_ai.usage.audio.output_tokens",
  ],
];

function number(value: unknown): number {
  return typeof value === "number" ? value : 0;
}
