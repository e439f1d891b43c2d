import { createRequire } from "node:module";
import type { ReadableLogRecord } from "@opentelemetry/sdk-logs";
import type { ResourceMetrics } from "@opentelemetry/sdk-metrics";
import type { OtlpProtocol } from "../config/config.ts";
import type { Batch } from "./batch.ts";
import { withinInt64 } from "./serialiser-integers.ts";

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
  const { contentType, serialise } =
    protocol === "http/json"
      ? wrapJson(JsonMetricsSerializer)
      : wrap("application/x-protobuf", ProtobufMetricsSerializer);
  return { contentType, serialise: (request) => serialise(withinInt64(request)) };
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

// Inside a text these quotes would be escaped, so only fields are found. 17 digits may not be those of the number.
const noNumber = /"(?:doubleValue|asDouble|asInt|sum|min|max)":null/;
const longInteger = /"(intValue|asInt)":(-?(?:\d{17,}|\d[\d.]*e\+\d+))/g;
const hasBadNumber = new RegExp(`${noNumber.source}|${longInteger.source}`);
const TWO_63 = 2 ** 63;

/**
 * Null is what is no finite number: NaN, which OTLP writes as a word, in place of all of them, and nothing where the
 * field is optional. An integer is written with its own digits; beyond 64 bits it is a double.
 */
function mendNumbers(text: string): string {
  return text
    .replaceAll(/"(?:sum|min|max)":null,/g, "")
    .replaceAll(/"doubleValue":null/g, '"doubleValue":"NaN"')
    .replaceAll(/"as(?:Double|Int)":null/g, '"asDouble":"NaN"')
    .replaceAll(longInteger, (_, name: string, number: string) => {
      const value = Number(number);
      if (value >= -TWO_63 && value < TWO_63) return `"${name}":"${BigInt(value)}"`;
      return `"${name === "asInt" ? "asDouble" : "doubleValue"}":${number}`;
    });
}
