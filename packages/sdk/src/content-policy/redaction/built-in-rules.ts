import { apiKeyPattern } from "./api-keys.ts";
import { findCards } from "./cards.ts";
import { findEmails } from "./emails.ts";
import { findIbans } from "./ibans.ts";
import { findPhones } from "./phones.ts";
import { findAll, type Finding, type Rule } from "./rule.ts";

/** Names of the rules that are built in: values of AGENT_OTEL_CONTENT_REDACT. */
export type RuleName =
  | "api-key"
  | "card"
  | "credential"
  | "email"
  | "iban"
  | "jwt"
  | "phone"
  | "private-key";

/** The rules in the order in which they are applied: what one has found the next do not look at. */
export const builtInRules: Readonly<Record<RuleName, Rule["find"]>> = {
  "private-key": findPrivateKeys,
  jwt: (text) => (text.includes("eyJ") ? findAll(text, jwt) : []),
  "api-key": (text) => findAll(text, apiKeyPattern),
  credential: (text) =>
    [bearer, assignment, urlPassword].flatMap((pattern) => findAll(text, pattern, "secret")),
  email: findEmails,
  card: findCards,
  iban: findIbans,
  phone: findPhones,
};

// What stands before a run is looked at, so that each run is read from one place only.
const jwt = /(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*){0,3}/g;

const bearer = /(?<!\w)(?:bearer|basic|digest|apikey)[ \t]{1,8}(?<secret>[\w.~+/=-]{8,})/gi;

// The full stop or colon behind a secret is none of it: elsewhere the same secret has the same token.
const assignment =
  /(?<![A-Za-z0-9])(?:api[_-]?key|access[_-]?key|secret[_-]?key|secret|passwd|password|passphrase|auth[_-]?token|access[_-]?token|refresh[_-]?token|client[_-]?secret|session[_-]?token)["'\\]{0,3}[ \t]{0,4}(?:=>|:=|[:=])[ \t]{0,4}["'\\]{0,3}(?<secret>[^\s"'\\,;&<>()[\]{}]{3,}[^\s"'\\,;&<>()[\]{}.:])/gi;

/** The password and what follows it up to the host; the name before it stays. */
const urlPassword = /:\/\/[^\s/:@?#"']{0,128}:(?<secret>[^\s/@?#"']{1,256})(?=@)/g;

/** From its first line to its last, or to the end of the text. */
function findPrivateKeys(text: string): readonly Finding[] {
  if (!text.includes("PRIVATE KEY")) return [];
  const findings: Finding[] = [];
  let from = 0;
  for (const { index } of text.matchAll(privateKeyBegin)) {
    if (index < from) continue;
    const end = text.indexOf("-----END", index);
    const last = end < 0 ? -1 : text.indexOf("-----", end + "-----END".length);
    from = last < 0 ? text.length : last + "-----".length;
    findings.push({ start: index, end: from });
  }
  return findings;
}

const privateKeyBegin = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY/g;
