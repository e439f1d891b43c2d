import { type HostPattern, parseHostPattern } from "../env/host-pattern.ts";

/** Where a request goes. */
export interface Host {
  /** A name or an IP address, as a parsed URL has it; an IPv6 address without brackets. */
  readonly address: string;
  readonly port: number;
}

/** True for a host that one of the patterns names. */
export type HostMatcher = (host: Host) => boolean;

/**
 * Creates the test for a list of host patterns. An IPv4 address is the same however it is written, `::ffff:192.0.2.1`
 * and `::ffff:c000:201` included. What is compared is where the request goes, never what its `Host`
 * header says.
 *
 * @param patterns What is no pattern is left out: `readConfig` has told the user of it.
 * @returns Undefined when no host can match.
 */
export function createHostMatcher(patterns: readonly string[]): HostMatcher | undefined {
  const parsed = patterns.flatMap((text) => {
    const pattern = parseHostPattern(text);
    return pattern === undefined ? [] : [{ ...pattern, host: plainAddress(pattern.host) }];
  });
  if (parsed.length === 0) return undefined;
  return ({ address, port }) => {
    const lower = address.toLowerCase();
    const host = plainAddress(lower.endsWith(".") ? lower.slice(0, -1) : lower);
    return parsed.some((pattern) => matches(pattern, host, port));
  };
}

/** An IPv6 address as URLs write it; the IPv4 address that is mapped into one. */
function plainAddress(host: string): string {
  if (!host.includes(":")) return host;
  const bare = host.startsWith("[") && host.endsWith("]") ? host.slice(1, -1) : host;
  const address = URL.parse(`http://[${bare}]`)?.hostname.slice(1, -1) ?? bare;
  const [, high, low] = MAPPED.exec(address) ?? [];
  if (high === undefined || low === undefined) return address;
  const bytes = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return bytes.flatMap((word) => [word >> 8, word & 0xff]).join(".");
}

/** As URLs write it. */
const MAPPED = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/;

function matches(pattern: HostPattern, host: string, port: number): boolean {
  if (pattern.port !== undefined && pattern.port !== port) return false;
  if (pattern.host === "") return true;
  return pattern.below ? host.endsWith(`.${pattern.host}`) : host === pattern.host;
}
