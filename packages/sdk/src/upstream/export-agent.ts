import type { Agent as HttpAgent } from "node:http";
import type { Agent as HttpsAgent } from "node:https";

/** Key and certificates as PEM. */
export interface Tls {
  readonly ca?: Buffer;
  readonly key?: Buffer;
  readonly cert?: Buffer;
}

interface AgentParts {
  readonly tls: Tls;
  /** Hears of each connection that fails. Upstream repeats the attempt for 10 s without a word. */
  readonly onError: (error: Error) => void;
  /** True when the process is about to end: a connection that has failed is then not tried again. */
  readonly isEnding: () => boolean;
}

/** Makes the agent of an HTTP exporter: connections are kept alive, and their failures are told at once. */
export function createAgentFactory({
  tls,
  ...watch
}: AgentParts): (protocol: string) => Promise<HttpAgent | HttpsAgent> {
  // The modules are imported late, so that the application's own instrumentation of them comes first.
  return async (protocol) => {
    if (protocol === "http:") {
      const { Agent } = await import("node:http");
      return watchConnections(new Agent({ keepAlive: true }), watch);
    }
    const { Agent } = await import("node:https");
    return watchConnections(new Agent({ keepAlive: true, ...tls }), watch);
  };
}

interface Connects {
  createConnection(...args: unknown[]): unknown;
}

function watchConnections<A extends object>(
  agent: A,
  { onError, isEnding }: Omit<AgentParts, "tls">,
): A {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- documented for both agents; the types know it for one
  const connects = agent as unknown as Connects;
  const original = connects.createConnection.bind(agent);
  let failure: Error | undefined;
  connects.createConnection = (...args) => {
    // Upstream repeats failed connections for 10 s, and this error is none that it repeats.
    if (failure !== undefined && isEnding()) throw new Error(failure.message);
    const socket = original(...args);
    if (!isEmitter(socket)) return socket;
    const onFailure = (error: Error): void => {
      failure = error;
      onError(error);
    };
    socket.once("error", onFailure);
    // What happens to an open connection is told by the export that used it, if one did.
    socket.once("connect", () => {
      failure = undefined;
      socket.off("error", onFailure);
    });
    return socket;
  };
  return agent;
}

function isEmitter(value: unknown): value is NodeJS.EventEmitter {
  return typeof value === "object" && value !== null && "on" in value;
}
