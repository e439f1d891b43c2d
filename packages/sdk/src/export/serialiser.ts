import { createRequire } from "node:module";
import type { ReadableLogRecord } from "@opentelemetry/sdk-logs";
import type { ResourceMetrics } from "@opentelemetry/sdk-metrics";
import type { OtlpProtocol } from "../config/config.ts";
import type { Batch } from "./batch.ts";

const require = createRequire(import.meta.url);

/** Writes OTLP requests. Throws on what cannot be written. */
export interface Serialiser<Request> {
  readonly contentType: Batch["contentType"];
  readonly serialise: (request: Request) => Uint8Array;
}

/** The serialiser of log records that a protocol needs. Loads upstream's transformer. */
export function createLogsSerialiser(protocol: OtlpProtocol): Serialiser<ReadableLogRecord[]> {
  const { JsonLogsSerializer, ProtobufLogsSerializer } = loadTransformer();
  return protocol === "http/json"
    ? wrap("application/json", JsonLogsSerializer)
    : wrap("application/x-protobuf", ProtobufLogsSerializer);
}

/** The serialiser of metrics that a protocol needs. Loads upstream's transformer. */
export function createMetricsSerialiser(protocol: OtlpProtocol): Serialiser<ResourceMetrics> {
  const { JsonMetricsSerializer, ProtobufMetricsSerializer } = loadTransformer();
  return protocol === "http/json"
    ? wrap("application/json", JsonMetricsSerializer)
    : wrap("application/x-protobuf", ProtobufMetricsSerializer);
}

function loadTransformer(): typeof import("@opentelemetry/otlp-transformer") {
  return require("@opentelemetry/otlp-transformer");
}

function wrap<Request>(
  contentType: Batch["contentType"],
  upstream: { serializeRequest(request: Request): Uint8Array | undefined },
): Serialiser<Request> {
  return {
    contentType,
    serialise: (request) => {
      const bytes = upstream.serializeRequest(request);
      if (bytes === undefined) throw new TypeError("the serialiser gave nothing");
      return bytes;
    },
  };
}
