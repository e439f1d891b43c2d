/** A URL without user, password, query and fragment, any of which may hold a credential; unchanged when it is none. */
export function withoutCredentials(url: string): string {
  if (!URL.canParse(url)) return url.includes("@") ? "(hidden)" : url;
  const parsed = new URL(url);
  parsed.username = "";
  parsed.password = "";
  parsed.search = "";
  parsed.hash = "";
  return parsed.href;
}
