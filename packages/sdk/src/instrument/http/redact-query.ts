const REDACTED = "REDACTED";

/** Makes a query presentable: see {@link createQueryRedactor}. */
export type QueryRedactor = (query: string) => string;

/**
 * Creates the function that a query goes through before it is recorded, without its question mark. Values stay for
 * parameters of the names in `allow`; those of all others become `REDACTED`, for a query holds what a user has typed
 * as well as keys. Names stay, as long as they are short enough to be names; so do the separators. A percent-encoded
 * name is decoded before it is compared, as the receiver would do; case does not count.
 *
 * A name that says password, token, secret or signature is masked whoever allows it. `*` allows all but these and
 * the shorter names that are usually secrets, such as `key` and `code`; to see one of those, name it.
 *
 * Runs in linear time; of more than 64 parameters the rest is one `REDACTED`.
 */
export function createQueryRedactor(allow: readonly string[]): QueryRedactor {
  const names = new Set(
    allow.filter((name) => !SECRET_WORD.test(name)).map((name) => name.toLowerCase()),
  );
  const all = names.delete("*");
  const allowed = (name: string): boolean =>
    names.has(name) ||
    names.has(name.toLowerCase()) ||
    (all && !SECRET_WORD.test(name) && !SECRET_WHOLE_WORD.test(name));
  return (query) => {
    if (query === "") return query;
    if (!query.includes("&") && !query.includes(";")) return redactPart(query, allowed);
    // The separators are kept as the odd elements.
    const parts = query.split(SEPARATOR, MOST_PARTS + 1);
    if (parts.length > MOST_PARTS) parts[MOST_PARTS] = REDACTED;
    const last = Math.min(parts.length, MOST_PARTS);
    for (let index = 0; index < last; index += 2) {
      const part = parts[index] ?? "";
      if (part !== "") parts[index] = redactPart(part, allowed);
    }
    return parts.join("");
  };
}

const SEPARATOR = /([&;])/;
const MOST_PARTS = 2 * 64;

/** Words that make a name a secret wherever they stand in it: `accessToken`, `X-Amz-Signature`, `user[password]`. */
const SECRET_WORD =
  /token|secret|passw|passphrase|signature|credential|authorization|apikey|api[-_.]key|accesskey|privatekey|assertion|samlre|sessionid|jwt|cookie|^sig$/i;

/** Short words, which are secrets only when they stand alone: `key`, `oauth_code`, but not `keyword` or `postcode`. */
const SECRET_WHOLE_WORD =
  /(?:^|[^a-z0-9])(?:sig|key|code|auth|pwd|pass|session|sid|otp|ticket|pin)(?:$|[^a-z0-9])/i;

function redactPart(part: string, allowed: (name: string) => boolean): string {
  const equals = part.indexOf("=");
  const raw = equals < 0 ? part : part.slice(0, equals);
  // Long "names" are values that stand alone: `?eyJhbGciOiJIUzI1NiJ9…==`.
  const name = raw.length > LONGEST_NAME ? undefined : decode(raw);
  if (name !== undefined && allowed(name)) return part;
  // Without a value nobody can tell the name from data: `?someone@example.com`.
  return name === undefined || equals < 0 || name.includes("@") ? REDACTED : `${raw}=${REDACTED}`;
}

const LONGEST_NAME = 64;

/** Undefined for a malformed escape: what cannot be read is treated as a secret. */
function decode(name: string): string | undefined {
  if (!name.includes("%")) return name;
  try {
    return decodeURIComponent(name);
  } catch {
    return undefined;
  }
}
