import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import type { TestContext } from "node:test";
import type { Batch } from "../batch.ts";
import { createHttpTransport, type HttpTransportOptions } from "./http-transport.ts";
import type { Transport } from "./transport.ts";

/** What a raw server does with the n-th request, counted from 1, once it has read it whole. */
type Behaviour = (socket: Socket, request: number, text: string) => void;

/** A server that is nothing but sockets, to say what no HTTP server would. */
export interface RawServer {
  readonly url: string;
  readonly sockets: readonly Socket[];
  /** When each request had come, in milliseconds. */
  readonly times: readonly number[];
}

/** An empty answer of success, after which the connection is kept. */
export const OK =
  "HTTP/1.1 200 OK\r\nContent-Type: application/x-protobuf\r\nContent-Length: 0\r\n\r\n";

/** Starts a raw server on 127.0.0.1, which ends with the test. */
export async function startRawServer(t: TestContext, behave: Behaviour): Promise<RawServer> {
  const sockets: Socket[] = [];
  const times: number[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => {});
    let text = "";
    socket.on("data", (data: Buffer) => {
      text += data.toString("latin1");
      if (!text.endsWith(BODY) && !text.startsWith("CONNECT")) return;
      times.push(performance.now());
      behave(socket, times.length, text);
      text = "";
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, sockets, times };
}

const BODY = "the body";

/** A batch of which the content does not matter. */
export const someBatch: Batch = {
  signal: "traces",
  items: 1,
  bytes: BODY.length,
  body: [Buffer.from(BODY)],
  contentType: "application/x-protobuf",
  split: () => undefined,
  release: () => {},
};

/** Creates a transport that is closed with the test. */
export function httpTransport(
  t: TestContext,
  url: string,
  {
    timeoutMs = 10_000,
    ...options
  }: Partial<Omit<HttpTransportOptions, "config">> & { timeoutMs?: number } = {},
): Transport {
  const transport = createHttpTransport({
    config: {
      url: `${url}/v1/traces?key=abc%26def`,
      protocol: "http/protobuf",
      compression: "none",
      headers: {},
      timeoutMs,
    },
    secureContext: undefined,
    proxy: undefined,
    ...options,
  });
  t.after(() => transport.close());
  return transport;
}
