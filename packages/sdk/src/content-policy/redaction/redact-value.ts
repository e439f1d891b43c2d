import { redactJsonText } from "./redact-json.ts";
import { namesSecret, redactSecret } from "./redact-secret.ts";
import { type Redaction, redactText } from "./redact-text.ts";

/** Characters of one content that are looked through, which holds the process up; of longer texts there is less. */
export const MAX_TEXT: number = 4 * 1024 * 1024;
/** Where a text is cut may be in the middle of a secret: that much more of it is left out. */
const MARGIN = 16 * 1024;

/**
 * A copy of a clean value (text, number, list, record …) in which all texts, at any depth, are redacted, names of members
 * included. Bytes, which nobody can look into, become their number, and so do texts beyond {@link MAX_TEXT} in all.
 */
export function redactValue(value: unknown, attribute: string, redaction: Redaction): unknown {
  return new Redactor(attribute, redaction).redact(value);
}

class Redactor {
  readonly #attribute: string;
  readonly #redaction: Redaction;
  #left = MAX_TEXT;

  constructor(attribute: string, redaction: Redaction) {
    this.#attribute = attribute;
    this.#redaction = redaction;
  }

  redact(value: unknown): unknown {
    switch (typeof value) {
      case "string":
        return this.#text(value);
      case "number":
      case "bigint":
        return this.#number(value);
      case "object":
        return value === null ? null : this.#object(value);
      default:
        return value;
    }
  }

  #text(text: string): string {
    const room = this.#left;
    this.#left -= text.length;
    if (text.length <= room) return redactJsonText(text, this.#attribute, this.#redaction);
    if (room <= MARGIN) return `[length:${text.length}]`;
    const redacted = redactJsonText(text.slice(0, room), this.#attribute, this.#redaction);
    return redacted.slice(0, Math.max(0, redacted.length - MARGIN));
  }

  #number(value: bigint | number): unknown {
    const text = String(value);
    const redacted = redactText(text, this.#attribute, this.#redaction);
    return redacted === text ? value : redacted;
  }

  #object(value: object): unknown {
    if (value instanceof Uint8Array) return `[bytes:${value.byteLength}]`;
    if (Array.isArray(value)) return value.map((item) => this.redact(item));
    const entries = Object.entries(value).map(([key, item]: [string, unknown]) => [
      redactText(key, this.#attribute, this.#redaction),
      isScalar(item) && namesSecret(key, this.#redaction)
        ? redactSecret(String(item), this.#attribute, this.#redaction)
        : this.redact(item),
    ]);
    return Object.fromEntries(entries);
  }
}

function isScalar(value: unknown): value is bigint | number | string {
  return typeof value === "string" || typeof value === "number" || typeof value === "bigint";
}
