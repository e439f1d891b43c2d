/** Takes the credentials out of an endpoint's URL: they become a header, and are in no message. */
export function splitCredentials(text: string): {
  readonly href: string;
  readonly credentials: Readonly<Record<string, string>>;
} {
  const url = new URL(text);
  if (url.username === "" && url.password === "") return { href: text, credentials: {} };
  const credentials = { authorization: basicAuthorization(url) };
  url.username = "";
  url.password = "";
  return { href: url.href, credentials };
}

/** The Basic credentials (RFC 7617) of a URL that has a user or a password. */
export function basicAuthorization(url: URL): string {
  return `Basic ${Buffer.from(userAndPassword(url)).toString("base64")}`;
}

/** The values in a URL's query, as they are and as they are written: tokens may be among them. */
export function queryValues(url: URL): readonly string[] {
  const written = url.search.split(/[?&]/).map((pair) => pair.slice(pair.indexOf("=") + 1));
  return [...url.searchParams.values(), ...written];
}

/** `user:password` of a URL. */
export function userAndPassword({ username, password }: URL): string {
  return `${decode(username)}:${decode(password)}`;
}

/** Host and port as sockets take them: an IPv6 address without brackets, no port when it is the scheme's own. */
export function addressOf({ hostname, port }: URL): { host: string; port?: string } {
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  return port === "" ? { host } : { host, port };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A password with a bare "%" is taken as it is.
    return text;
  }
}
