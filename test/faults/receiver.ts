import type { AddressInfo, Server, Socket } from "node:net";
import type { Identity } from "./receiver-certificates.ts";
import { answerGrpc } from "./receiver-grpc.ts";
import { answerHttp } from "./receiver-http.ts";
import { Receipts } from "./receiver-receipts.ts";
import { createHttpServer, createGrpcServer } from "./receiver-servers.ts";

/** How a receiver treats one request. */
export type Fault =
  /** Stores everything. */
  | { readonly kind: "ok" }
  /** Stores all but the first `rejected` items; with 0 it is a warning. */
  | { readonly kind: "partial"; readonly rejected: number; readonly message: string }
  /** HTTP: answers with that status and stores nothing. gRPC: as a proxy that speaks HTTP only. */
  | {
      readonly kind: "status";
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: Uint8Array | string;
    }
  /** gRPC: ends with that code and stores nothing. */
  | {
      readonly kind: "code";
      readonly code: number;
      readonly message?: string;
      /** Adds google.rpc.RetryInfo. */
      readonly retryAfterMs?: number;
    }
  /** Refuses what is longer, as a server with that limit does; stores the rest. */
  | { readonly kind: "limit"; readonly bytes: number }
  /** Answers with success, and with a message that is no OTLP; stores nothing. */
  | { readonly kind: "garbage" }
  /** Stores everything and answers, but not at once. */
  | { readonly kind: "slow"; readonly afterMs: number }
  /** Reads the request, stores everything or nothing (the default), and never answers. */
  | { readonly kind: "hang"; readonly stores?: boolean }
  /** Ends the connection without an answer, before or after it has stored everything. */
  | { readonly kind: "reset"; readonly stores: boolean }
  /** Answers with a head, and then a byte in each interval, for ever. */
  | { readonly kind: "drip"; readonly everyMs: number };

/** A request as it came. */
export interface Seen {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** After decompression. */
  readonly bytes: number;
  /** When it was read whole, in milliseconds of performance.now(). */
  readonly at: number;
}

/** What befalls the requests: each in turn, and the last for all that follow. */
export type Faults = readonly [Fault, ...Fault[]];

/** A running OTLP receiver that misbehaves on demand. */
export interface Receiver {
  /** The origin; the path of a signal is to be appended for HTTP. */
  readonly url: string;
  readonly receipts: Receipts;
  /** Every request in the order of arrival, however it was treated. */
  readonly seen: readonly Seen[];
  /** Connections accepted so far. */
  readonly connections: number;
  /** From now on: each in turn, and the last for all that follow. */
  behave(...faults: Faults): void;
  /** Listens no more and ends every connection: the port refuses. */
  down(): Promise<void>;
  /** Listens again, on the same port. */
  up(): Promise<void>;
}

/** How to start a receiver. */
export interface ReceiverOptions {
  readonly protocol?: "grpc" | "http";
  /** Speaks TLS. @default plain text */
  readonly tls?: Identity & {
    /** Clients must have a certificate of this authority. */
    readonly clientAuthority?: string;
  };
  /** @default a free one */
  readonly port?: number;
  /** The requests of each signal meet the faults in turn for themselves. @default all requests share the turn */
  readonly bySignal?: boolean;
}

/** What both protocols need for one request. */
export interface Handling {
  /** The fault for a request to that path. */
  readonly next: (path: string) => Fault;
  readonly seen: Seen[];
  readonly receipts: Receipts;
}

/** Starts a receiver on 127.0.0.1, that behaves until it is told otherwise. */
export async function startReceiver(options: ReceiverOptions = {}): Promise<Receiver> {
  const { protocol = "http", tls, port: wanted = 0, bySignal = false } = options;
  const receipts = new Receipts();
  const seen: Seen[] = [];
  let turns = new Turns([{ kind: "ok" }]);
  const next = (path: string): Fault => turns.next(bySignal ? path : "");
  const handling: Handling = { next, seen, receipts };
  const server: Server =
    protocol === "grpc"
      ? createGrpcServer(tls, (stream, headers) => void answerGrpc(stream, headers, handling))
      : createHttpServer(tls, (request, response) => void answerHttp(request, response, handling));
  const sockets = watchSockets(server);
  await listen(server, wanted);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server's address is no string
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls === undefined ? "http" : "https"}://127.0.0.1:${port}`,
    receipts,
    seen,
    get connections() {
      return sockets.accepted;
    },
    behave: (...faults) => void (turns = new Turns(faults)),
    down: () => sockets.close(server),
    up: () => listen(server, port),
  };
}

/** Hands the faults out, to each key all of them. */
class Turns {
  readonly #faults: Faults;
  readonly #left = new Map<string, Faults>();

  constructor(faults: Faults) {
    this.#faults = faults;
  }

  next(key: string): Fault {
    const [first, second, ...others] = this.#left.get(key) ?? this.#faults;
    this.#left.set(key, second === undefined ? [first] : [second, ...others]);
    return first;
  }
}

function watchSockets(server: Server): { accepted: number; close(server: Server): Promise<void> } {
  const open = new Set<Socket>();
  const sockets = {
    accepted: 0,
    close: (closing: Server): Promise<void> =>
      new Promise((resolve) => {
        closing.close(() => resolve());
        for (const socket of open) socket.resetAndDestroy();
      }),
  };
  server.on("connection", (socket) => {
    sockets.accepted += 1;
    open.add(socket);
    socket.once("close", () => open.delete(socket));
  });
  return sockets;
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
}
