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
    ? wrapJson(JsonLogsSerializer)
    : wrap("application/x-protobuf", ProtobufLogsSerializer);
}

/** The serialiser of metrics that a protocol needs. Loads upstream's transformer. */
export function createMetricsSerialiser(protocol: OtlpProtocol): Serialiser<ResourceMetrics> {
  const { JsonMetricsSerializer, ProtobufMetricsSerializer } = loadTransformer();
  return protocol === "http/json"
    ? wrapJson(JsonMetricsSerializer)
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

/** Upstream writes some numbers in a way that no receiver reads, and that would cost the whole request. */
function wrapJson<Request>(upstream: Parameters<typeof wrap<Request>>[1]): Serialiser<Request> {
  const { contentType, serialise } = wrap("application/json", upstream);
  return {
    contentType,
    serialise: (request) => {
      const bytes = serialise(request);
      const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();
      return hasBadNumber.test(text) ? Buffer.from(mendNumbers(text)) : bytes;
    },
  };
}

// Inside a text these quotes would be escaped, so only fields are found.
const hasBadNumber = /"(?:doubleValue|asDouble)":null|"intValue":-?(?:\d{19}|\d[\d.]*e)/;
const longInteger = /"intValue":(-?\d[\d.]*e\+?\d+|-?\d{19,})/g;
const INT64_LIMIT = 2 ** 63;

/** What JSON has no number for is NaN, which OTLP writes as a word; an integer beyond 64 bits is a double. */
function mendNumbers(text: string): string {
  return text
    .replaceAll(/"(doubleValue|asDouble)":null/g, '"$1":"NaN"')
    .replaceAll(longInteger, (field, number: string) =>
      Math.abs(Number(number)) < INT64_LIMIT ? field : `"doubleValue":${number}`,
    );
}
