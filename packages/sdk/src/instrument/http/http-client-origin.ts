import type { ClientRequest } from "node:http";

/** Scheme, host and port of a request, as far as it knows them. */
export interface RequestOrigin {
  readonly origin: string;
  /** False when the port is the scheme's default for want of a better one. */
  readonly isPortKnown: boolean;
}

/**
 * Finds out where a request of `node:http` goes. The request itself knows scheme and host; the port stands only in
 * the `Host` header that Node makes. An application's own `Host` header counts for the port when it names the same
 * host, and not at all when it names another one.
 */
export function readOrigin(request: ClientRequest): RequestOrigin {
  const { protocol, host } = request;
  const name = host.includes(":") ? `[${host}]` : host;
  // The header of a `CONNECT` names the other end of the tunnel, in some releases of Node.
  const header = request.method === "CONNECT" ? undefined : hostHeader(request);
  if (header === name) return { origin: `${protocol}//${name}`, isPortKnown: true };
  if (header?.startsWith(`${name}:`) === true && PORT.test(header.slice(name.length + 1))) {
    return { origin: `${protocol}//${header}`, isPortKnown: true };
  }
  return { origin: `${protocol}//${name}`, isPortKnown: false };
}

const PORT = /^\d{1,5}$/;

function hostHeader(request: ClientRequest): string | undefined {
  const header = request.getHeader("host");
  if (header !== undefined) return String(header);
  // Headers that were given as a list are rendered at once and never become the request's.
  const head: unknown = Reflect.get(request, "_header");
  return typeof head === "string" ? /\r\nhost: ?([^\r]*)/i.exec(head)?.[1] : undefined;
}
