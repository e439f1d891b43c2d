/** Values shorter than this are no secrets, and would be found in every text. */
const SHORTEST_SECRET = 4;

/**
 * Makes a function that takes the given values out of a text: servers repeat the credentials that they refuse. Each
 * value is also found without its scheme ("Bearer …"), and as JSON, URLs and base64 write it.
 */
export function createScrubber(secrets: Iterable<string>): (text: string) => string {
  const forms = new Set<string>();
  for (const secret of secrets) {
    for (const part of [secret, ...secret.split(/[\s,;:]+|=(?=[^=])/)]) {
      if (part.length < SHORTEST_SECRET || commonWords.has(part.toLowerCase())) continue;
      for (const form of writtenForms(part)) forms.add(form);
    }
  }
  // The longest first, or a part would be taken out of the whole.
  const found = [...forms].toSorted((a, b) => b.length - a.length);
  return (text) => found.reduce((rest, form) => rest.replaceAll(form, "[secret]"), text);
}

const commonWords = new Set(["basic", "bearer", "token", "digest", "apikey", "true", "false"]);

function writtenForms(value: string): readonly string[] {
  const base64 = Buffer.from(value).toString("base64");
  const decoded = Buffer.from(value, "base64").toString("utf8");
  const forms = [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value), base64];
  // "Basic dXNlcjpwYXNz" is refused as 'user "user" with password "pass"'.
  const isBase64 = unpadded(Buffer.from(decoded).toString("base64")) === unpadded(value);
  if (isBase64 && /^[\u0020-\u007E]{4,}$/.test(decoded)) {
    const [, password = ""] = decoded.split(":");
    forms.push(decoded, ...(password.length < SHORTEST_SECRET ? [] : [password]));
  }
  return forms;
}

function unpadded(base64: string): string {
  return base64.replace(/=+$/, "");
}
