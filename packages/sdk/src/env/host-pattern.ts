import { isIPv6 } from "node:net";

/** Which hosts a pattern of AGENT_OTEL_BAGGAGE_ALLOW and its like names. */
export interface HostPattern {
  /** In lower case, an IPv6 address without brackets; empty: every host. */
  readonly host: string;
  /** True for `*.example.com`: what is below the host, and not the host itself. */
  readonly below: boolean;
  /** Absent: every port. */
  readonly port?: number;
}

/** A host name has at most 253 characters. */
const LONGEST = 262;

/** `*`, `*.` before a name, a name, an IPv4 address, or an IPv6 address in brackets; each with a port or without. */
const PATTERN =
  /^(\*\.(?=.))?(\*|\[[0-9a-f:.]{2,45}\]|[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?)(?::(\d{1,5}))?$/;

/**
 * Reads one pattern. A scheme, a path, credentials and a `*` in any other place are not part of it.
 *
 * @returns Undefined when it is none.
 */
export function parseHostPattern(text: string): HostPattern | undefined {
  if (text.length > LONGEST) return undefined;
  const lower = text.toLowerCase();
  if (isIPv6(lower)) return { host: canonical(lower), below: false };
  const [, below, host = "", digits] = PATTERN.exec(lower) ?? [];
  if (host === "" || (below !== undefined && /^[*[]/.test(host))) return undefined;
  const address = host.startsWith("[") ? host.slice(1, -1) : host.replace(/\.$/, "");
  if (host.startsWith("[") && !isIPv6(address)) return undefined;
  const port = digits === undefined ? undefined : Number(digits);
  if (port === 0 || (port !== undefined && port > 65_535)) return undefined;
  return {
    host: host === "*" ? "" : canonical(address),
    below: below !== undefined,
    ...(port === undefined ? {} : { port }),
  };
}

/** As URLs write an address: `0:0:0:0:0:0:0:1` is `::1`. */
function canonical(address: string): string {
  const url = `http://[${address}]`;
  return URL.canParse(url) ? new URL(url).hostname.slice(1, -1) : address;
}
