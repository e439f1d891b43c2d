import type { Fingerprint } from "../fingerprint.ts";
import type { Finding, Rule } from "./rule.ts";

/** What texts are redacted with. */
export interface Redaction {
  /** In the order in which they are applied. */
  readonly rules: readonly Rule[];
  readonly fingerprint: Fingerprint;
}

/**
 * Replaces what the rules find by tokens such as `[email:3f9a0c12]`, the same for the same secret. Takes time in
 * proportion to the length of the text.
 *
 * @param attribute Its name, for rules that are not for all.
 */
export function redactText(text: string, attribute: string, redaction: Redaction): string {
  if (text.length < SHORTEST) return text;
  const parts = partsIn(text, attribute, redaction.rules);
  if (parts.length === 0) return text;
  let redacted = "";
  let from = 0;
  for (const { start, end, name } of parts) {
    const secret = text.slice(start, end);
    redacted += `${text.slice(from, start)}${tokenFor(name, secret, redaction)}`;
    from = end;
  }
  return redacted + text.slice(from);
}

/** No rule finds anything in less. */
const SHORTEST = 4;

/** What stands in place of a secret. */
export function tokenFor(name: string, secret: string, { fingerprint }: Redaction): string {
  return `[${name}:${fingerprint(secret, TOKEN_DIGITS)}]`;
}

const TOKEN_DIGITS = 8;

interface Part extends Finding {
  readonly name: string;
}

/** What was found, in order; what overlaps is one, named after the first rule that found of it. */
function partsIn(text: string, attribute: string, rules: readonly Rule[]): readonly Part[] {
  const found: (Part & { readonly rank: number })[] = [];
  for (const [rank, { name, find, isFor }] of rules.entries()) {
    if (isFor?.(attribute) === false) continue;
    for (const { start, end } of find(text)) found.push({ start, end, name, rank });
  }
  if (found.length < 2) return found;
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  const merged: (Part & { readonly rank: number })[] = [];
  for (const part of found) {
    const last = merged.at(-1);
    if (last === undefined || part.start >= last.end) {
      merged.push(part);
      continue;
    }
    const { name, rank } = part.rank < last.rank ? part : last;
    merged[merged.length - 1] = {
      start: last.start,
      end: Math.max(last.end, part.end),
      name,
      rank,
    };
  }
  return merged;
}
