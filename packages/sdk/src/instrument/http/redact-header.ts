import type { QueryRedactor } from "./redact-query.ts";

/** Makes the function that a header's values go through before they are recorded, chosen by the header's name. */
export function createHeaderRedactor(
  name: string,
  redactQuery: QueryRedactor,
): (value: string) => string {
  if (CREDENTIAL.test(name)) return hide;
  return HOLDS_URL.has(name) ? (value) => redactUrl(value, redactQuery) : keep;
}

/**
 * Headers that carry credentials, by the last part of one of their words: `authorization`, `set-cookie`, `x-api-key`,
 * `x-amz-security-token`, `x-hub-signature-256`; but not `x-ratelimit-remaining-tokens` nor `idempotency-key`.
 */
const CREDENTIAL =
  /(?:authorization|auth|cookie2?|token|(?<!idempotency-|sec-websocket-)key|secret|passw(?:or)?d|passphrase|pwd|credentials?|signature|sig|session(?:-?id)?|sid|jwt|assertion|otp|ticket|dpop)(?:$|[-_.])/;

/** Their URLs may end in a token. */
const HOLDS_URL: ReadonlySet<string> = new Set(["content-location", "location", "referer"]);

function hide(): string {
  return "REDACTED";
}

function keep(value: string): string {
  return value;
}

/** Cuts what stands before an `@`; redacts the query and the fragment, where single sign-on leaves tokens. */
function redactUrl(value: string, redactQuery: QueryRedactor): string {
  const url = value.replace(/^([a-z][a-z0-9+.-]*:)?\/\/[^/?#]*@/i, "$1//");
  const mark = url.search(/[?#]/);
  if (mark < 0) return url;
  const parts = url.slice(mark).split(/([?#])/);
  return (
    url.slice(0, mark) +
    parts.map((part) => (/^[?#]?$/.test(part) ? part : redactQuery(part))).join("")
  );
}
