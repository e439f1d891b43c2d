import type { Client } from "@grpc/grpc-js";

/**
 * Keeps the client's calls from keeping the process alive while they wait for a connection: grpc-js has a timer for
 * that, so that a server which accepts connections and says nothing would delay the end by the whole timeout. Whoever
 * waits for telemetry has a timer of its own.
 */
export function releaseProcess(client: Client): void {
  const channel: unknown = Reflect.get(client.getChannel(), "internalChannel");
  // Should grpc-js change inside, nothing is replaced, and the process waits as it would have done.
  if (typeof channel === "object" && channel !== null) {
    Reflect.set(channel, "callRefTimerRef", () => {});
  }
}
