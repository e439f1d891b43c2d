import type { Finding } from "./rule.ts";

/** Finds telephone numbers in their international form (E.164): a plus sign, and 7 to 15 digits. */
export function findPhones(text: string): readonly Finding[] {
  if (!text.includes("+")) return [];
  const findings: Finding[] = [];
  for (const { index, 0: run } of text.matchAll(runs)) {
    const length = lengthOfNumber(run);
    if (length > 0) findings.push({ start: index, end: index + length });
  }
  return findings;
}

const runs = /(?<![\w+.])\+[1-9][\d .()/-]{5,30}/g;

function lengthOfNumber(run: string): number {
  let digits = 0;
  let length = 0;
  for (let at = 1; at < run.length && digits < MOST; at += 1) {
    const char = run.charAt(at);
    if (char < "0" || char > "9") continue;
    digits += 1;
    length = at + 1;
  }
  return digits < FEWEST ? 0 : length;
}

const FEWEST = 7;
const MOST = 15;
