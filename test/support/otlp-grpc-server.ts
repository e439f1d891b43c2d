import {
  createSecureServer,
  createServer,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from "node:http2";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { decodeOtlp } from "./otlp-decode.ts";
import { clientNameOf, tlsOptions } from "./otlp-http-server.ts";
import type { Signal } from "./otlp-model.ts";
import type { ReceiverParts, ReceiverServer } from "./otlp-receiver.ts";

/**
 * OTLP/gRPC on HTTP/2 itself ("gRPC over HTTP2"): a gRPC library would hide how a message was compressed.
 */
export function createGrpcServer(parts: ReceiverParts): ReceiverServer {
  const { tls } = parts.options;
  const server =
    tls === undefined
      ? createServer()
      : createSecureServer(tlsOptions(tls, parts.options.clientCertificate));
  const sessions = new Set<ServerHttp2Session>();
  server.on("session", (session) => {
    sessions.add(session);
    session.on("close", () => sessions.delete(session));
  });
  server.on("tlsClientError", (error: Error) => parts.handshakeFailed(error.message));
  server.on("stream", (stream, headers) => {
    // A client that goes away while its answer is written leaves nobody to answer.
    stream.on("error", (error) => parts.refuse(error.message));
    void receive(parts, stream, headers).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      parts.refuse(`${headers[":path"]}: ${reason}`);
      if (!stream.destroyed && !stream.headersSent) answer(stream, grpcStatus.invalidArgument);
    });
  });
  return {
    listen: (port, host) => server.listen(port, host),
    close: () => {
      for (const session of sessions) session.destroy();
      server.close();
    },
  };
}

const services: Readonly<Record<string, Signal>> = {
  "/opentelemetry.proto.collector.trace.v1.TraceService/Export": "traces",
  "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export": "metrics",
  "/opentelemetry.proto.collector.logs.v1.LogsService/Export": "logs",
};
const grpcStatus = { ok: 0, invalidArgument: 3 } as const;

async function receive(
  parts: ReceiverParts,
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
): Promise<void> {
  const path = headers[":path"] ?? "";
  const signal = services[path];
  if (signal === undefined) throw new Error("no such method");
  const { message, compressed } = readFrame(await buffer(stream), headers["grpc-encoding"]);
  const socket = stream.session?.socket;
  parts.keep({
    signal,
    transport: "grpc",
    encoding: "protobuf",
    path,
    headers,
    contentType: headers["content-type"] ?? "",
    compression: compressed ? "gzip" : "none",
    tls: stream.session?.encrypted === true,
    ...clientNameOf(socket),
    telemetry: decodeOtlp(signal, "protobuf", message),
    message,
  });
  if (parts.options.silent !== true) answer(stream, grpcStatus.ok);
}

const HEAD_BYTES = 5;

/** A unary request is one message: a flag, the length, the bytes. */
function readFrame(body: Buffer, encoding: unknown): { message: Buffer; compressed: boolean } {
  const compressed = body.readUInt8(0) === 1;
  const bytes = body.subarray(HEAD_BYTES);
  if (bytes.length !== body.readUInt32BE(1)) throw new Error("the message is cut off");
  if (!compressed) return { message: bytes, compressed };
  if (encoding !== "gzip") throw new Error(`unknown grpc-encoding "${String(encoding)}"`);
  return { message: gunzipSync(bytes), compressed };
}

function answer(stream: ServerHttp2Stream, status: number): void {
  stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": String(status) }));
  stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
  // An empty message: OTLP's answers have no field that must be set.
  stream.end(Buffer.alloc(status === grpcStatus.ok ? HEAD_BYTES : 0));
}
