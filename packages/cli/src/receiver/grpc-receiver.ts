import {
  Server,
  ServerCredentials,
  setLogVerbosity,
  logVerbosity,
  status as grpcStatus,
} from "@grpc/grpc-js";
import type { MethodDefinition, sendUnaryData, ServerUnaryCall } from "@grpc/grpc-js";
import { decodeRequest, OtlpDecodeError } from "../otlp/decode.ts";
import { encodeResponse } from "../otlp/response.ts";
import { signalSchemas } from "../otlp/schema.ts";
import { signals } from "../otlp/signal.ts";
import type { Signal } from "../otlp/signal.ts";
import type { Store } from "../store/store.ts";

/** A gRPC server that is not bound yet. */
export interface GrpcReceiver {
  /** Binds and returns the port; throws an error with code EADDRINUSE (or another) when it cannot. */
  bind(host: string, port: number): Promise<number>;
  /** Ends every call at once. */
  close(): void;
}

/** Options of {@link createGrpcReceiver}. */
export interface GrpcReceiverOptions {
  store: Pick<Store, "add">;
  /** The largest message, also after decompression. */
  maxBodyBytes: number;
}

/** An OTLP/gRPC receiver: the trace, metrics and logs services, plain text, with or without gzip. */
export function createGrpcReceiver({ store, maxBodyBytes }: GrpcReceiverOptions): GrpcReceiver {
  // grpc-js writes its own lines about ports in use; we report them ourselves.
  setLogVerbosity(logVerbosity.NONE);
  const server = new Server({ "grpc.max_receive_message_length": maxBodyBytes });
  for (const signal of signals) {
    const method = exportMethod(signalSchemas[signal].service);
    server.addService({ export: method }, { export: handler(store, signal) });
  }
  return {
    bind: (host, port) => bind(server, host, port),
    close: () => server.forceShutdown(),
  };
}

/** Messages stay bytes here, so that a body that is not OTLP is the sender's fault, not an internal error. */
function exportMethod(service: string): MethodDefinition<Buffer, Buffer> {
  return {
    path: `/${service}/Export`,
    requestStream: false,
    responseStream: false,
    requestSerialize: same,
    requestDeserialize: same,
    responseSerialize: same,
    responseDeserialize: same,
  };
}

function same(bytes: Buffer): Buffer {
  return bytes;
}

function handler(store: Pick<Store, "add">, signal: Signal) {
  return (call: ServerUnaryCall<Buffer, Buffer>, respond: sendUnaryData<Buffer>): void => {
    try {
      const rejection = store.add(signal, decodeRequest(signal, "protobuf", call.request));
      respond(null, encodeResponse(signal, "protobuf", rejection));
    } catch (error) {
      const wrongInput = error instanceof OtlpDecodeError;
      respond({
        code: wrongInput ? grpcStatus.INVALID_ARGUMENT : grpcStatus.INTERNAL,
        details: error instanceof Error ? error.message : String(error),
      });
    }
  };
}

function bind(server: Server, host: string, port: number): Promise<number> {
  const address = host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
  return new Promise((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (cause, boundPort) => {
      if (cause === null) return resolve(boundPort);
      // The system's error code is only in the text of grpc-js's error.
      const code = /\bE[A-Z]{4,}\b/.exec(cause.message)?.[0];
      reject(Object.assign(new Error(cause.message, { cause }), { code }));
    });
  });
}
