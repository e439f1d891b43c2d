import type { Finding } from "./rule.ts";

/** Finds e-mail addresses, those with letters of any script too. */
export function findEmails(text: string): readonly Finding[] {
  const findings: Finding[] = [];
  let from = 0;
  for (const { index, 0: sign } of text.matchAll(signs)) {
    domain.lastIndex = index + sign.length;
    const found = domain.exec(text);
    if (found === null) continue;
    const start = startOfName(text, index, from);
    if (start === index) continue;
    from = index + sign.length + found[0].length;
    findings.push({ start, end: from });
  }
  return findings;
}

const signs = /@|%40|＠/g;
const domain = /(?:[\p{L}\p{N}_-]{1,63}\.){1,8}[\p{L}\p{N}-]{2,63}/uy;

/** Characters are looked at once: no name holds the sign before which it stands. */
function startOfName(text: string, end: number, from: number): number {
  let start = end;
  while (start > from && inName.test(text.charAt(start - 1))) start -= 1;
  return start;
}

const inName = /[^\s"'`<>()[\]{},;:\\/=&?|@]/;
