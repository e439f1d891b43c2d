import { once } from "node:events";
import { createServer } from "node:http";
import type { RequestListener, Server } from "node:http";
import { createGrpcReceiver } from "../receiver/grpc-receiver.ts";
import { createHttpReceiver } from "../receiver/http-receiver.ts";
import type { Store } from "../store/store.ts";
import { createTempoApi } from "../tempo/api.ts";
import { choosePort } from "./choose-port.ts";
import type { PortRequest } from "./choose-port.ts";
import { guardHost } from "./guard-host.ts";
import { isLoopback } from "./loopback.ts";

/** Options of {@link startBackend}. */
export interface BackendOptions {
  /** The address to listen on. */
  host: string;
  ports: Readonly<Record<"grpc" | "http" | "tempo", PortRequest>>;
  store: Store;
}

/** The running back end. */
export interface Backend {
  /** The bound ports. */
  readonly ports: Readonly<Record<"grpc" | "http" | "tempo", number>>;
  close(): Promise<void>;
}

/** Starts OTLP/gRPC, OTLP/HTTP and Tempo's query API over one store. Throws `PortError`, with nothing left open. */
export async function startBackend({ host, ports, store }: BackendOptions): Promise<Backend> {
  const wrap = isLoopback(host) ? guardHost : (listener: RequestListener) => listener;
  const grpc = createGrpcReceiver({ store, maxBodyBytes });
  const http = createServer(wrap(createHttpReceiver({ store, maxBodyBytes })));
  const tempo = createServer(wrap(createTempoApi(store)));
  const close = async (): Promise<void> => {
    grpc.close();
    await Promise.all([closeServer(http), closeServer(tempo)]);
  };
  try {
    const bound = {
      grpc: await choosePort(ports.grpc, (port) => grpc.bind(host, port)),
      http: await choosePort(ports.http, (port) => listen(http, host, port)),
      tempo: await choosePort(ports.tempo, (port) => listen(tempo, host, port)),
    };
    return { ports: bound, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** As the Collector's HTTP receiver; over gRPC too, where the Collector stops at 4 MiB. */
const maxBodyBytes = 20 * 2 ** 20;

async function listen(server: Server, host: string, port: number): Promise<number> {
  server.listen(port, host);
  await once(server, "listening");
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : port;
}

async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}
