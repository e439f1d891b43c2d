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

interface Ranked extends Part {
  readonly rank: number;
}

/** What was found, in order; what overlaps is one, named after the first rule that found of it. */
function partsIn(text: string, attribute: string, rules: readonly Rule[]): readonly Part[] {
  const found: Ranked[] = [];
  for (const [rank, { name, find, isFor }] of rules.entries()) {
    if (isFor?.(attribute) === false) continue;
    for (const { start, end } of find(text)) found.push({ start, end, name, rank });
  }
  return merge(found.length === 0 ? found : sparingTokens(text, found, rules));
}

/** Without what was found in tokens, which what was redacted before has; none of them is cut in two. */
function sparingTokens(text: string, found: readonly Ranked[], rules: readonly Rule[]): Ranked[] {
  const tokens = Array.from(text.matchAll(tokensOf(rules, "g")), ({ index, 0: token }) => ({
    start: index,
    end: index + token.length,
  }));
  if (tokens.length === 0) return [...found];
  const sorted = found.toSorted((a, b) => a.start - b.start);
  const spared: Ranked[] = [];
  let next = 0;
  for (const part of sorted) {
    while ((tokens[next]?.end ?? Infinity) <= part.start) next += 1;
    let { start, end } = part;
    let isWithin = false;
    for (let at = next; (tokens[at]?.start ?? Infinity) < end; at += 1) {
      const token = tokens[at] ?? part;
      isWithin = token.start <= start && end <= token.end;
      if (isWithin) break;
      start = Math.min(start, token.start);
      end = Math.max(end, token.end);
    }
    if (!isWithin) spared.push({ ...part, start, end });
  }
  return spared;
}

/** Whether the text is a token and nothing else. */
export function isToken(text: string, { rules }: Pick<Redaction, "rules">): boolean {
  return text.startsWith("[") && tokensOf(rules, "whole").test(text);
}

function tokensOf(rules: readonly Rule[], which: "g" | "whole"): RegExp {
  let known = patterns.get(rules);
  if (known === undefined) {
    const names = rules.map(({ name }) => name.replaceAll(/\W/g, String.raw`\$&`)).join("|");
    const token = `\\[(?:${names}):[0-9a-f]{${TOKEN_DIGITS}}\\]`;
    known = { g: new RegExp(token, "g"), whole: new RegExp(`^${token}$`) };
    patterns.set(rules, known);
  }
  return known[which];
}

const patterns = new WeakMap<readonly Rule[], Readonly<Record<"g" | "whole", RegExp>>>();

function merge(found: Ranked[]): readonly Part[] {
  if (found.length < 2) return found;
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  const merged: Ranked[] = [];
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
