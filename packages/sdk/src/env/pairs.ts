/** A pair of `key=value,…` text, or why one could not be read. */
export type Pair =
  | { readonly key: string; readonly value: string }
  | { readonly fault: string; readonly key?: string };

/**
 * Splits `key=value,key2=value2` as the specification writes resource attributes and OTLP headers (W3C
 * Baggage form without properties): trimmed, percent-decoded, the first `=` separates. Each faulty pair
 * stands for itself; the others are read. The text of a value is never part of a fault.
 */
export function parsePairs(text: string): readonly Pair[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map(parsePair);
}

function parsePair(part: string): Pair {
  const separator = part.indexOf("=");
  if (separator < 0) return { fault: 'a pair without "="' };
  if (/\p{Cc}/u.test(part)) return { fault: "a pair with control characters" };
  const key = decode(part.slice(0, separator).trim());
  if (key === undefined) return { fault: "a key with a broken percent-escape" };
  if (key === "") return { fault: "a pair without a key" };
  const value = decode(part.slice(separator + 1).trim());
  if (value === undefined) return { fault: "a value with a broken percent-escape", key };
  return { key, value };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    // The only error is URIError: the caller reports the pair by name.
    return undefined;
  }
}
