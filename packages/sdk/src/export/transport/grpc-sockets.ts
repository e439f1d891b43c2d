import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
import type { Socket } from "node:net";
import { holdNoProcess } from "./connect-limit.ts";

/** The TCP sockets that a gRPC client opens; grpc-js itself gives nobody a hold of them while they connect. */
export interface GrpcSockets {
  /** Runs `call`; what connects for it, now or later, is among these sockets. */
  watch<T>(call: () => T): T;
  /** Ends those that are still connecting. */
  close(): void;
}

/** Creates an empty set of sockets. */
export function createGrpcSockets(): GrpcSockets {
  const connecting = new Set<Socket>();
  const add = (socket: Socket): void => {
    holdNoProcess(socket);
    connecting.add(socket);
    const forget = (): void => void connecting.delete(socket);
    socket.once("connect", forget).once("close", forget);
  };
  return {
    watch: (call) => {
      listen();
      return owner.run(add, call);
    },
    close: () => {
      for (const socket of connecting) socket.destroy();
    },
  };
}

const owner = new AsyncLocalStorage<(socket: Socket) => void>();
let listens = false;

function listen(): void {
  if (listens) return;
  listens = true;
  subscribe("net.client.socket", (message) => {
    const add = owner.getStore();
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as the documentation of the channel says
    if (add !== undefined) add((message as { readonly socket: Socket }).socket);
  });
}
