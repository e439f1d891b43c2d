import { createRequire } from "node:module";
import type { ReadableSpan, SpanExporter, SpanProcessor } from "@opentelemetry/sdk-trace";
import type { OtlpConfig, TelemetryConfig } from "../config/config.ts";
import { createOtlpExporter, type ExportParts, type OtlpExporterParts } from "./otlp-exporter.ts";

const require = createRequire(import.meta.url);

type Load = OtlpExporterParts<ReadableSpan[], SpanExporter>["load"];

const packages: Readonly<Record<OtlpConfig["protocol"], Load>> = {
  "http/protobuf": () => require("@opentelemetry/exporter-trace-otlp-proto").OTLPTraceExporter,
  "http/json": () => require("@opentelemetry/exporter-trace-otlp-http").OTLPTraceExporter,
  grpc: () => require("@opentelemetry/exporter-trace-otlp-grpc").OTLPTraceExporter,
};

/** A processor for each exporter of spans: batches for OTLP, at once for the console. */
export function createSpanProcessors(
  { traces }: TelemetryConfig,
  exports: ExportParts,
): SpanProcessor[] {
  if (traces.exporters.length === 0) return [];
  const sdk: typeof import("@opentelemetry/sdk-trace") = require("@opentelemetry/sdk-trace");
  const { batch } = traces;
  return traces.exporters.flatMap((config): SpanProcessor[] => {
    if (config.kind === "console") {
      return [new sdk.SimpleSpanProcessor({ exporter: new sdk.ConsoleSpanExporter() })];
    }
    const load = packages[config.protocol];
    const exporter = createOtlpExporter(config, {
      load,
      count: (spans: ReadableSpan[]) => spans.length,
      ...exports,
    });
    if (exporter === undefined) return [];
    return [
      new sdk.BatchSpanProcessor({
        exporter,
        scheduledDelayMillis: batch.scheduleDelayMs,
        exportTimeoutMillis: batch.exportTimeoutMs,
        maxQueueSize: batch.maxQueueSize,
        maxExportBatchSize: batch.maxExportBatchSize,
      }),
    ];
  });
}
