import type { Finding } from "./rule.ts";

/** Finds the numbers of payment cards: their digits add up (ISO/IEC 7812-1), and they begin as the schemes' do. */
export function findCards(text: string): readonly Finding[] {
  const findings: Finding[] = [];
  for (const { index, 0: run } of text.matchAll(runs)) {
    findings.push(...cardsIn(run, index));
  }
  return findings;
}

/** Digits in groups, as people write them. */
const runs = /(?<![\d.])\d{1,19}(?:[ -]\d{1,19}){0,40}(?![\d])/g;

/** A card begins and ends with a group: part of a longer number is none. */
function cardsIn(run: string, at: number): readonly Finding[] {
  const groups = [...run.matchAll(/\d+/g)];
  const findings: Finding[] = [];
  for (let first = 0; first < groups.length; first += 1) {
    let digits = "";
    for (let last = first; last < groups.length && digits.length < MOST; last += 1) {
      const group = groups[last];
      const begin = groups[first];
      if (group === undefined || begin === undefined) break;
      digits += group[0];
      if (!isCard(digits)) continue;
      findings.push({ start: at + begin.index, end: at + group.index + group[0].length });
      first = last;
      break;
    }
  }
  return findings;
}

const MOST = 19;

function isCard(digits: string): boolean {
  return schemes.test(digits) && addsUp(digits);
}

/** Visa, Mastercard, American Express, Diners, Discover, JCB, Maestro, UnionPay, by beginning and length. */
const schemes =
  /^(?:4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3[0689]\d{12,17}|35\d{14,17}|6\d{12,18}|50\d{11,17}|5[6-9]\d{11,17})$/;

function addsUp(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - at) - 48;
    const doubled = digit * 2;
    sum += at % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
