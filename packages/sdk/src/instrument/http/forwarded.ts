import type { IncomingHttpHeaders } from "node:http";
import { isIP } from "node:net";

/** What proxies and the Host header say about the original request. Every part is checked, none is trusted to be well formed. */
export interface OriginalRequest {
  readonly scheme: "http" | "https" | undefined;
  readonly host: HostAndPort | undefined;
  /** An IP address; names and obfuscated identifiers are left out. */
  readonly client: string | undefined;
}

/** A host name or IP address without brackets, and its port when one was given. */
interface HostAndPort {
  readonly address: string;
  readonly port: number | undefined;
}

/**
 * Reads `Forwarded` (RFC 7239), else `X-Forwarded-For`, `-Host`, `-Proto`, else `Host`; of several hops the first.
 * https://opentelemetry.io/docs/specs/semconv/http/http-spans/#setting-serveraddress-and-serverport-attributes
 */
export function readOriginalRequest(headers: IncomingHttpHeaders): OriginalRequest {
  const forwarded = headers.forwarded;
  const hop = forwarded === undefined ? undefined : readForwarded(forwarded);
  return {
    scheme: parseScheme(hop?.get("proto") ?? first(headers["x-forwarded-proto"])),
    host:
      parseHost(hop?.get("host") ?? first(headers["x-forwarded-host"])) ?? parseHost(headers.host),
    client: parseClient(hop?.get("for") ?? first(headers["x-forwarded-for"])),
  };
}

/** `for=192.0.2.43;host="example.com:8080";proto=https, for=…` → the first element's pairs. */
function readForwarded(header: string): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  for (const pair of upToComma(header).split(";")) {
    const equals = pair.indexOf("=");
    if (equals < 0) continue;
    const value = pair.slice(equals + 1).trim();
    const quoted = value.length >= 2 && value.startsWith('"') && value.endsWith('"');
    pairs.set(pair.slice(0, equals).trim().toLowerCase(), quoted ? value.slice(1, -1) : value);
  }
  return pairs;
}

function first(header: string | readonly string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  return upToComma(typeof header === "string" ? header : (header[0] ?? "")).trim();
}

function upToComma(text: string): string {
  const comma = text.indexOf(",");
  return comma < 0 ? text : text.slice(0, comma);
}

function parseScheme(text: string | undefined): "http" | "https" | undefined {
  const scheme = text?.toLowerCase();
  return scheme === "http" || scheme === "https" ? scheme : undefined;
}

const HOST = /^(?:\[([0-9a-f:.]{2,45})\]|([a-z0-9._-]{1,255}))(?::(\d{1,5}))?$/i;

/** `host`, `host:port`, `[v6]` or `[v6]:port`; undefined for everything else, credentials included. */
function parseHost(text: string | undefined): HostAndPort | undefined {
  if (text === undefined) return undefined;
  const match = HOST.exec(text);
  const address = match?.[1] ?? match?.[2];
  if (match === null || address === undefined) return undefined;
  const port = match[3] === undefined ? undefined : Number(match[3]);
  return { address, port: port !== undefined && port > 0 && port < 65_536 ? port : undefined };
}

function parseClient(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  // A bare IPv6 address has colons but no port.
  if (isIP(text) !== 0) return text;
  const address = parseHost(text)?.address;
  return address !== undefined && isIP(address) !== 0 ? address : undefined;
}
