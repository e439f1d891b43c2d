import { type PlainText, unescapeText } from "./unescape-text.ts";

/** Values shorter than this are no secrets, and would be found in every text. */
const SHORTEST_SECRET = 4;

const SECRET = "[secret]";

/**
 * Makes a function that takes the given values out of a text: servers repeat the credentials that they refuse. Each
 * value is also found without its scheme ("Bearer …"), as HTML, JSON and URLs write it, and within what is in base64.
 */
export function createScrubber(secrets: Iterable<string>): (text: string) => string {
  const forms = new Set<string>();
  for (const secret of secrets) {
    for (const part of partsOf(secret)) for (const form of writtenForms(part)) forms.add(form);
  }
  if (forms.size === 0) return (text) => text;
  return (text) => {
    const hidden = new Uint8Array(text.length);
    hide(hidden, forms, asItIs(text));
    hide(hidden, forms, unescapeText(text));
    return withoutHidden(text, hidden);
  };
}

const commonWords = new Set(["basic", "bearer", "token", "digest", "apikey", "true", "false"]);

function partsOf(secret: string): readonly string[] {
  const parts = [secret, ...secret.split(/[\s,;:]+|=(?=[^=])/)];
  return [...parts, ...parts.flatMap(basicParts)].filter(
    (part) => part.length >= SHORTEST_SECRET && !commonWords.has(part.toLowerCase()),
  );
}

/** "Basic dXNlcjpwYXNz" is refused as 'user "user" with password "pass"'; a password may hold colons (RFC 7617). */
function basicParts(value: string): readonly string[] {
  const decoded = Buffer.from(value, "base64").toString("utf8");
  const isBase64 = unpadded(Buffer.from(decoded).toString("base64")) === unpadded(value);
  if (!isBase64 || !/^\P{Cc}{4,}$/u.test(decoded)) return [];
  const colon = decoded.indexOf(":");
  return colon === -1 ? [decoded] : [decoded, decoded.slice(colon + 1)];
}

function writtenForms(value: string): readonly string[] {
  const base64 = [Buffer.from(value).toString("base64"), ...insideBase64(value)];
  const forms = [value, JSON.stringify(value).slice(1, -1), ...base64, ...base64.map(urlSafe)];
  // What is ASCII is found in any escaped text; the rest is looked for as it is written most often.
  const percent = value.isWellFormed() ? encodeURIComponent(value) : value;
  return [...forms, percent, percent.replaceAll(/%../g, (hex) => hex.toLowerCase())];
}

/** The value as it stands in the base64 of a longer text: at three places, without what its neighbours share. */
function insideBase64(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  return [0, 1, 2].map((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
    return whole.slice(
      before === 0 ? 0 : before + 1,
      Math.floor(((before + bytes.length) * 8) / 6),
    );
  });
}

function urlSafe(base64: string): string {
  return base64.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function unpadded(base64: string): string {
  return base64.replace(/=+$/, "");
}

function asItIs(text: string): PlainText {
  return { text, span: (from, to) => [from, to] };
}

/** Marks all characters of the original that belong to one of the forms. */
function hide(hidden: Uint8Array, forms: Iterable<string>, { text, span }: PlainText): void {
  for (const form of forms) {
    for (let at = text.indexOf(form); at !== -1; at = text.indexOf(form, at + 1)) {
      hidden.fill(1, ...span(at, at + form.length));
    }
  }
}

function withoutHidden(text: string, hidden: Uint8Array): string {
  let rest = "";
  let from = 0;
  for (let start = hidden.indexOf(1); start !== -1; start = hidden.indexOf(1, from)) {
    rest += text.slice(from, start) + SECRET;
    const end = hidden.indexOf(0, start);
    from = end === -1 ? text.length : end;
  }
  return rest + text.slice(from);
}
