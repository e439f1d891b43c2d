import type { Finding } from "./rule.ts";

/** Finds bank accounts (ISO 13616): their length is their country's, and their check digits are right. */
export function findIbans(text: string): readonly Finding[] {
  const findings: Finding[] = [];
  for (const { index, 0: start } of text.matchAll(starts)) {
    const length = lengths.get(start.slice(0, 2).toUpperCase());
    const end = length === undefined ? undefined : endOf(text, index, length);
    if (end !== undefined) findings.push({ start: index, end });
  }
  return findings;
}

const starts = /(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?=[ A-Za-z0-9])/g;

/** Where the account ends, if the check digits are right. */
function endOf(text: string, start: number, length: number): number | undefined {
  let account = "";
  let at = start;
  while (account.length < length && at < text.length && at - start < LONGEST) {
    const char = text.charAt(at);
    at += 1;
    if (char === " " || char === "-") continue;
    if (!alphanumeric.test(char)) return undefined;
    account += char.toUpperCase();
  }
  return account.length === length && hasRightDigits(account) ? at : undefined;
}

const alphanumeric = /[A-Za-z0-9]/;
const LONGEST = 50;

function hasRightDigits(account: string): boolean {
  let rest = 0;
  for (const char of account.slice(4) + account.slice(0, 4)) {
    const value = Number.parseInt(char, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** From the registry of ISO 13616. */
const lengths: ReadonlyMap<string, number> = new Map(
  (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 " +
    "ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 " +
    "LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 " +
    "PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"
  )
    .split(" ")
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);
