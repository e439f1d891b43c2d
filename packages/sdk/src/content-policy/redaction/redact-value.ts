import { namesSecret, redactJsonText } from "./redact-json.ts";
import { type Redaction, redactText, tokenFor } from "./redact-text.ts";

/**
 * A copy of a clean value (text, number, list, record …) in which all texts, at any depth, are redacted, names of members
 * included. Bytes, which nobody can look into, become their number.
 */
export function redactValue(value: unknown, attribute: string, redaction: Redaction): unknown {
  switch (typeof value) {
    case "string":
      return redactJsonText(value, attribute, redaction);
    case "number":
    case "bigint":
      return redactNumber(value, attribute, redaction);
    case "object":
      return value === null ? null : redactObject(value, attribute, redaction);
    default:
      return value;
  }
}

function redactNumber(value: bigint | number, attribute: string, redaction: Redaction): unknown {
  const text = String(value);
  const redacted = redactText(text, attribute, redaction);
  return redacted === text ? value : redacted;
}

function redactObject(value: object, attribute: string, redaction: Redaction): unknown {
  if (value instanceof Uint8Array) return `[bytes:${value.byteLength}]`;
  if (Array.isArray(value)) return value.map((item) => redactValue(item, attribute, redaction));
  const entries = Object.entries(value).map(([key, item]: [string, unknown]) => [
    redactText(key, attribute, redaction),
    typeof item === "string" && namesSecret(key)
      ? tokenFor("credential", item, redaction)
      : redactValue(item, attribute, redaction),
  ]);
  return Object.fromEntries(entries);
}
