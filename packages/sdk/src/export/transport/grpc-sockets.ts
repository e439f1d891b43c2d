import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
import type { Socket } from "node:net";
import { letProcessEnd } from "./let-process-end.ts";

/** The sockets that a gRPC client opens, which grpc-js shows nobody before they are connected. */
export interface GrpcSockets {
  /** Runs what may open one, now or later. */
  run<T>(work: () => T): T;
  /** Destroys those that are not connected yet: grpc-js lets them try on after the client is closed. */
  abandon(): void;
}

/** Watches over the sockets of one client, so that none keeps the process alive while it connects. */
export function watchGrpcSockets(): GrpcSockets {
  const own = new Set<Socket>();
  isSubscribed ||= subscribeOnce();
  return {
    run: (work) => opener.run(own, work),
    abandon: () => {
      for (const socket of own) if (socket.connecting) socket.destroy();
    },
  };
}

const opener = new AsyncLocalStorage<Set<Socket>>();

let isSubscribed = false;

function subscribeOnce(): true {
  subscribe("net.client.socket", (message) => {
    const own = opener.getStore();
    if (own === undefined) return;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as Node.js documents the channel
    const { socket } = message as { socket: Socket };
    own.add(socket);
    socket.once("close", () => own.delete(socket));
    // It is told of before it has a handle, without which unref() waits for the connection.
    queueMicrotask(() => letProcessEnd(socket));
  });
  return true;
}
