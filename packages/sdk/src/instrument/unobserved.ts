import type { Server } from "node:http";

const servers = new WeakSet<Server>();

/** Keeps the requests to one of our own servers out of the telemetry: who scrapes metrics is no user. */
export function leaveUnobserved(server: Server): void {
  servers.add(server);
}

/** True for a server that was given to {@link leaveUnobserved}. */
export function isUnobserved(server: Server): boolean {
  return servers.has(server);
}
