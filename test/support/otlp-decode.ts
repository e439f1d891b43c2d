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
  const type = requestType(signal);
  return readTelemetry(type.toObject(type.decode(body), { longs: String }));
}

/** The schema of a signal's requests. */
export function requestType(signal: Signal): protobuf.Type {
  return root.lookupType(requestTypes[signal]);
}

const source = readFileSync(new URL("otlp.proto", import.meta.url), "utf8");
const root = protobuf.parse(source).root.resolveAll();
const requestTypes = { traces: "TraceRequest", metrics: "MetricsRequest", logs: "LogsRequest" };
