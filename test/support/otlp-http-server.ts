import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { buffer } from "node:stream/consumers";
import { TLSSocket } from "node:tls";
import { gunzipSync } from "node:zlib";
import type { Certificates } from "./certificates.ts";
import { decodeOtlp, type Encoding } from "./otlp-decode.ts";
import type { Signal } from "./otlp-model.ts";
import type { ReceiverParts, ReceiverServer } from "./otlp-receiver.ts";

/** OTLP/HTTP: protobuf and JSON, with or without gzip, with or without TLS. */
export function createHttpServer(parts: ReceiverParts): ReceiverServer {
  const { tls } = parts.options;
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    void receive(parts, request, response).catch((error: unknown) => {
      parts.refuse(`${request.url}: ${error instanceof Error ? error.message : String(error)}`);
      response.writeHead(400).end();
    });
  };
  const server =
    tls === undefined
      ? createServer(handle)
      : createTlsServer(tlsOptions(tls, parts.options.clientCertificate), handle);
  server.on("tlsClientError", (error: Error) => parts.handshakeFailed(error.message));
  return {
    listen: (port, host) => server.listen(port, host),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** What both servers say to TLS. */
export function tlsOptions(
  { server, authority }: Certificates,
  clientCertificate = false,
): { key: Buffer; cert: Buffer; ca: Buffer; requestCert: boolean; rejectUnauthorized: boolean } {
  return {
    key: readFileSync(server.key),
    cert: readFileSync(server.certificate),
    ca: readFileSync(authority),
    requestCert: true,
    rejectUnauthorized: clientCertificate,
  };
}

/** The common name in the client's certificate, as the properties of a request. */
export function clientNameOf(socket: unknown): { clientName?: string } {
  if (!(socket instanceof TLSSocket)) return {};
  const { subject } = socket.getPeerCertificate();
  return typeof subject?.CN === "string" ? { clientName: subject.CN } : {};
}

const contentTypes = { protobuf: "application/x-protobuf", json: "application/json" } as const;
const defaultPaths = { traces: "/v1/traces", metrics: "/v1/metrics", logs: "/v1/logs" } as const;
const signals = ["traces", "metrics", "logs"] as const;

async function receive(
  parts: ReceiverParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = request.url ?? "";
  const contentType = request.headers["content-type"] ?? "";
  const signal = signalOf(path, parts);
  const encoding = encodingOf(contentType);
  const compressed = request.headers["content-encoding"] === "gzip";
  const bytes = await buffer(request);
  const message = compressed ? gunzipSync(bytes) : bytes;
  const { socket, headers } = request;
  parts.keep({
    signal,
    transport: "http",
    encoding,
    path,
    headers,
    contentType,
    compression: compressed ? "gzip" : "none",
    tls: socket instanceof TLSSocket,
    ...clientNameOf(socket),
    telemetry: decodeOtlp(signal, encoding, message),
    message,
  });
  if (parts.options.silent === true) return;
  response.writeHead(200, { "content-type": contentTypes[encoding] });
  response.end(encoding === "json" ? "{}" : "");
}

function signalOf(path: string, { options }: ReceiverParts): Signal {
  const paths = { ...defaultPaths, ...options.paths };
  const signal = signals.find((name) => path === paths[name]);
  if (signal === undefined) throw new Error("no such path");
  return signal;
}

function encodingOf(contentType: string): Encoding {
  if (contentType === contentTypes.protobuf) return "protobuf";
  if (contentType === contentTypes.json) return "json";
  throw new Error(`unsupported content type "${contentType}"`);
}
