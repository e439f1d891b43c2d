import type { QueryRedactor } from "./redact-query.ts";

/** Where a client request goes, ready to be recorded: without credentials and without secrets in the query. */
export interface ClientTarget {
  /** `url.full` */
  readonly url: string;
  /** `url.scheme` */
  readonly scheme: string;
  /** `server.address` */
  readonly address: string;
  /** `server.port`; the scheme's default when the URL names none. */
  readonly port: number;
}

interface Origin {
  readonly base: string;
  readonly scheme: string;
  readonly address: string;
  readonly port: number;
}

/**
 * @param origin Scheme, host and port, as given to undici; credentials in it are dropped.
 * @param path Usually `/path?query`; a whole URL when it goes through a proxy; `host:port` for `CONNECT`.
 * @param redactQuery Makes the query presentable.
 */
export function readClientTarget(
  origin: string | URL,
  path: string,
  redactQuery: QueryRedactor,
): ClientTarget {
  if (path.startsWith("/")) {
    const { base, scheme, address, port } = cachedOrigin(String(origin));
    return { url: base + redactPath(path, redactQuery), scheme, address, port };
  }
  const whole = ABSOLUTE.exec(path);
  const { base, scheme, address, port } = cachedOrigin(whole?.[1] ?? String(origin));
  return { url: base + redactPath(whole?.[2] ?? "/", redactQuery), scheme, address, port };
}

const ABSOLUTE = /^(https?:\/\/[^/?#]*)(.*)$/is;

/** A fragment is no part of a request, though `node:http` would send one. */
function redactPath(path: string, redactQuery: QueryRedactor): string {
  const fragment = path.indexOf("#");
  const sent = fragment < 0 ? path : path.slice(0, fragment);
  const mark = sent.indexOf("?");
  return mark < 0 ? sent : sent.slice(0, mark + 1) + redactQuery(sent.slice(mark + 1));
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
  const url = URL.parse(text);
  if (url === null) return unreadable(text);
  const { protocol, host, hostname, port } = url;
  return {
    base: `${protocol}//${host}`,
    scheme: protocol.slice(0, -1),
    // An IPv6 address is recorded without its brackets.
    address: hostname.startsWith("[") ? hostname.slice(1, -1) : hostname,
    port: port === "" ? (protocol === "https:" ? 443 : 80) : Number(port),
  };
}

/** `node:http` takes any text for a host, and finds out at the look-up that there is none. */
function unreadable(text: string): Origin {
  const scheme = text.startsWith("https:") ? "https" : "http";
  const host = text.slice(text.indexOf("//") + 2, LONGEST_HOST);
  const address = encodeURIComponent(host.slice(host.lastIndexOf("@") + 1).toWellFormed());
  return { base: `${scheme}://${address}`, scheme, address, port: scheme === "https" ? 443 : 80 };
}

const LONGEST_HOST = 255;
