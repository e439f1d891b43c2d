import { isToken, type Redaction, redactText, tokenFor } from "./redact-text.ts";

/** Whether the value under such a name is a secret, however it looks. */
export function namesSecret(key: string, { rules }: Redaction): boolean {
  return secretNames.test(key) && rules.some(({ name }) => name === CREDENTIAL);
}

/**
 * What stands in place of the value under such a name: the token that the same secret has elsewhere, with the scheme
 * before it (`Bearer`) as it is.
 */
export function redactSecret(value: string, attribute: string, redaction: Redaction): string {
  const scheme = schemes.exec(value)?.[0] ?? "";
  const secret = value.slice(scheme.length);
  const redacted = redactText(secret, attribute, redaction);
  const token = isToken(redacted, redaction) ? redacted : tokenFor(CREDENTIAL, secret, redaction);
  return scheme + token;
}

const CREDENTIAL = "credential";

const schemes = /^(?:bearer|basic|digest|apikey)[ \t]{1,8}(?=\S)/i;

const secretNames =
  /^(?:.{0,40}[_-])?(?:api[_-]?key|access[_-]?key|secret(?:[_-]?key)?|passwd|password|passphrase|pin|cvc|cvv|ssn|private[_-]?key|(?:auth|access|refresh|session|bearer|id)[_-]?token|client[_-]?secret|authorization|proxy-authorization|cookie|set-cookie|x-api-key)$/i;
