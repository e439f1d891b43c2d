import { redactQuery } from "./redact-query.ts";

/** Where a client request goes, ready to be recorded: without credentials and without secrets in the query. */
export interface ClientTarget {
  /** `url.full` */
  readonly url: string;
  /** `server.address` */
  readonly address: string;
  /** `server.port`; the scheme's default when the URL names none. */
  readonly port: number;
}

interface Origin {
  readonly base: string;
  readonly address: string;
  readonly port: number;
}

/**
 * @param origin Scheme, host and port, as given to undici; credentials in it are dropped.
 * @param path Usually `/path?query`; a whole URL when it goes through a proxy; `host:port` for `CONNECT`.
 * @throws {TypeError} When `origin` is not a URL; undici has refused such a request before anybody hears of it.
 */
export function readClientTarget(origin: string | URL, path: string): ClientTarget {
  if (/^https?:\/\//i.test(path)) {
    const { base, address, port } = parseOrigin(path);
    const rest = /^[^/]*\/\/[^/?#]*(.*)$/s.exec(path)?.[1] ?? "";
    return { url: base + redactPath(rest), address, port };
  }
  const { base, address, port } = cachedOrigin(String(origin));
  return { url: base + redactPath(path.startsWith("/") ? path : "/"), address, port };
}

function redactPath(path: string): string {
  const mark = path.indexOf("?");
  return mark < 0 ? path : path.slice(0, mark + 1) + redactQuery(path.slice(mark + 1));
}

/** Few origins, many requests. Emptied when full, so that a crawler's thousands of hosts do not stay. */
const origins = new Map<string, Origin>();
const MAX_ORIGINS = 500;

function cachedOrigin(text: string): Origin {
  const known = origins.get(text);
  if (known !== undefined) return known;
  const origin = parseOrigin(text);
  if (origins.size >= MAX_ORIGINS) origins.clear();
  origins.set(text, origin);
  return origin;
}

function parseOrigin(text: string): Origin {
  const { protocol, host, hostname, port } = new URL(text);
  return {
    base: `${protocol}//${host}`,
    // An IPv6 address is recorded without its brackets.
    address: hostname.startsWith("[") ? hostname.slice(1, -1) : hostname,
    port: port === "" ? (protocol === "https:" ? 443 : 80) : Number(port),
  };
}
