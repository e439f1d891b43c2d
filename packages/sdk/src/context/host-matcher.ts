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
 * Creates the test for a list of host patterns. What is compared is where the request goes, never what its `Host`
 * header says.
 *
 * @param patterns What is no pattern is left out: `readConfig` has told the user of it.
 * @returns Undefined when no host can match.
 */
export function createHostMatcher(patterns: readonly string[]): HostMatcher | undefined {
  const parsed = patterns.map((text) => parseHostPattern(text)).filter((one) => one !== undefined);
  if (parsed.length === 0) return undefined;
  return ({ address, port }) => {
    const lower = address.toLowerCase();
    const host = lower.endsWith(".") ? lower.slice(0, -1) : lower;
    return parsed.some((pattern) => matches(pattern, host, port));
  };
}

function matches(pattern: HostPattern, host: string, port: number): boolean {
  if (pattern.port !== undefined && pattern.port !== port) return false;
  if (pattern.host === "") return true;
  return pattern.below ? host.endsWith(`.${pattern.host}`) : host === pattern.host;
}
