import { createServer, type RequestListener } from "node:http";
import {
  createSecureServer,
  createServer as createHttp2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from "node:http2";
import { createServer as createHttpsServer } from "node:https";
import type { Server } from "node:net";
import type { ReceiverOptions } from "./receiver.ts";

/** Makes an HTTP/1.1 server, with TLS if an identity is given; it does not listen yet. */
export function createHttpServer(tls: ReceiverOptions["tls"], listener: RequestListener): Server {
  return tls === undefined ? createServer(listener) : createHttpsServer(tlsOptions(tls), listener);
}

/** Makes an HTTP/2 server, with TLS if an identity is given; it does not listen yet. */
export function createGrpcServer(
  tls: ReceiverOptions["tls"],
  listener: (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void,
): Server {
  const server = tls === undefined ? createHttp2Server() : createSecureServer(tlsOptions(tls));
  // Connections that the test cuts.
  server.on("sessionError", () => {});
  return server.on("stream", listener);
}

function tlsOptions({ key, cert, clientAuthority }: NonNullable<ReceiverOptions["tls"]>): object {
  return clientAuthority === undefined
    ? { key, cert }
    : { key, cert, ca: clientAuthority, requestCert: true, rejectUnauthorized: true };
}
