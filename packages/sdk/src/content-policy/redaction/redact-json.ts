import { namesSecret, redactSecret } from "./redact-secret.ts";
import { type Redaction, redactText } from "./redact-text.ts";

/**
 * As {@link redactText}, of a text that may be JSON: then each text in it is redacted as it reads without its escapes,
 * so that the JSON stays JSON, and the rest stays as it is, long numbers included. JSON within the texts of JSON, as the
 * arguments of tools are written, is looked into as well.
 */
export function redactJsonText(
  text: string,
  attribute: string,
  redaction: Redaction,
  depth = 0,
): string {
  if (depth >= MAX_DEPTH || !looksLikeJson(text)) return redactText(text, attribute, redaction);
  let redacted = "";
  let from = 0;
  let isSecret = false;
  for (const { index, 0: literal } of text.matchAll(literals)) {
    redacted += redactBetween(text.slice(from, index), attribute, { redaction, isSecret });
    from = index + literal.length;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a literal that is part of valid JSON
    const value = JSON.parse(literal) as string;
    const isKey = keyFollows(text, from);
    const hidden =
      isSecret && !isKey
        ? redactSecret(value, attribute, redaction)
        : redactJsonText(value, attribute, redaction, depth + 1);
    isSecret = isKey && namesSecret(value, redaction);
    redacted += hidden === value ? literal : JSON.stringify(hidden);
  }
  return redacted + redactBetween(text.slice(from), attribute, { redaction, isSecret });
}

const MAX_DEPTH = 4;

function looksLikeJson(text: string): boolean {
  const first = text.trimStart().charAt(0);
  if (first !== "{" && first !== "[" && first !== '"') return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    // A text like any other.
    return false;
  }
}

const literals = /"(?:[^"\\]|\\.)*"/g;

function keyFollows(text: string, at: number): boolean {
  for (let next = at; next < text.length; next += 1) {
    const char = text.charAt(next);
    if (char === ":") return true;
    if (char !== " " && char !== "\n" && char !== "\t" && char !== "\r") return false;
  }
  return false;
}

/** Numbers, brackets and blanks; what is hidden there becomes a text. */
function redactBetween(
  text: string,
  attribute: string,
  { redaction, isSecret }: { redaction: Redaction; isSecret: boolean },
): string {
  if (!/\d{4}/.test(text)) return text;
  return text.replaceAll(numbers, (number) => {
    const hidden = isSecret
      ? redactSecret(number, attribute, redaction)
      : redactText(number, attribute, redaction);
    return hidden === number ? number : JSON.stringify(hidden);
  });
}

const numbers = /[\d.eE+-]{4,}/g;
