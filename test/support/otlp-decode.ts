import { readFileSync } from "node:fs";
import protobuf from "protobufjs";
import type { Signal, Telemetry } from "./otlp-model.ts";
import { readTelemetry } from "./otlp-read.ts";

/** How an OTLP payload is written. */
export type Encoding = "json" | "protobuf";

/**
 * Reads one OTLP request. The schema is this folder's own (`otlp.proto`), so that a fault which the
 * product's readers and writers share is still seen. Throws on bytes that are no such request.
 */
export function decodeOtlp(signal: Signal, encoding: Encoding, body: Buffer): Telemetry {
  if (encoding === "json") return readTelemetry(JSON.parse(body.toString("utf8")));
  const type = root.lookupType(requestTypes[signal]);
  return readTelemetry(type.toObject(type.decode(body), { longs: String }));
}

const { root } = protobuf.parse(readFileSync(new URL("otlp.proto", import.meta.url), "utf8"));
const requestTypes = { traces: "TraceRequest", metrics: "MetricsRequest", logs: "LogsRequest" };
