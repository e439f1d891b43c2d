/**
 * Reads an absolute `http:` or `https:` URL; `undefined` for all else.
 *
 * @param schemeIfAbsent What `host:port` without a scheme gets; without it such text is no URL.
 */
export function parseHttpUrl(text: string, schemeIfAbsent?: "http" | "https"): URL | undefined {
  const absolute =
    schemeIfAbsent === undefined || /^[a-z][a-z0-9+.-]*:\/\//i.test(text)
      ? text
      : `${schemeIfAbsent}://${text}`;
  // The parser of URLs would silently drop line ends and tabs, and take a missing slash or two.
  if (!/^https?:\/\/[^/\s]/i.test(absolute) || /[\s\p{Cc}]/u.test(text)) return undefined;
  const url = URL.canParse(absolute) ? new URL(absolute) : undefined;
  // A "#" is most likely part of a password: nothing behind it would be sent.
  return url === undefined || url.hostname === "" || absolute.includes("#") ? undefined : url;
}

/** A URL may carry a password or a token: this is what may be shown of it, whether it is well formed or not. */
export function withoutCredentials(text: string): string {
  // Up to the last "@": a password may hold any of the characters that would end it.
  return text.replace(/^([a-z][a-z0-9+.-]*:\/*)?.*@/is, "$1***@").replace(/[?#].*$/s, "");
}
