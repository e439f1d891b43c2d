import { type Cleaning, cleanValue } from "../trace/clean-value.ts";

/**
 * Copies a value into what upstream's serialisers can write, as {@link cleanValue} does for our own; they know no
 * bigint: one that a number holds exactly becomes that number, and every other becomes text. Never throws.
 *
 * @returns `undefined` when nothing can be kept.
 */
export function cleanForSerialiser(value: unknown, cleaning: Cleaning): unknown {
  const clean = cleanValue(value, cleaning);
  if (typeof clean !== "bigint") return clean;
  const number = Number(clean);
  if (BigInt(number) === clean) return number;
  cleaning.repairs += 1;
  return clean.toString();
}
