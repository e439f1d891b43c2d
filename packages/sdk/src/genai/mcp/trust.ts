import type { TransportInfo } from "./transport-info.ts";

/** Has peers be trusted that are reached over these transports, from now on, for the whole process. */
export function trustMcpPeers(transports: readonly ("stdio" | "http")[]): void {
  trusted = new Set(transports);
}

/**
 * Whether the trace that a peer names may be continued. A peer in this process always is trusted, one behind a transport
 * of an unknown kind as if it were on the network.
 */
export function isTrusted({ reach }: Pick<TransportInfo, "reach">): boolean {
  return reach === "process" || trusted.has(reach === "stdio" ? "stdio" : "http");
}

/** Whoever started a process, or was started by one, could do with it what he likes anyway. */
let trusted: ReadonlySet<string> = new Set(["stdio"]);
