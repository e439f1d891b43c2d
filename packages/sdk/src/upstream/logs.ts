import { createRequire } from "node:module";
import type {
  LogRecordExporter,
  LogRecordProcessor,
  ReadableLogRecord,
} from "@opentelemetry/sdk-logs";
import type { OtlpConfig, TelemetryConfig } from "../config/config.ts";
import { createOtlpExporter, type ExportParts, type OtlpExporterParts } from "./otlp-exporter.ts";

const require = createRequire(import.meta.url);

type Load = OtlpExporterParts<ReadableLogRecord[], LogRecordExporter>["load"];

const packages: Readonly<Record<OtlpConfig["protocol"], Load>> = {
  "http/protobuf": () => require("@opentelemetry/exporter-logs-otlp-proto").OTLPLogExporter,
  "http/json": () => require("@opentelemetry/exporter-logs-otlp-http").OTLPLogExporter,
  grpc: () => require("@opentelemetry/exporter-logs-otlp-grpc").OTLPLogExporter,
};

/** A processor for each exporter of log records: batches for OTLP, at once for the console. */
export function createLogProcessors(
  { logs }: TelemetryConfig,
  exports: ExportParts,
): LogRecordProcessor[] {
  if (logs.exporters.length === 0) return [];
  const sdk: typeof import("@opentelemetry/sdk-logs") = require("@opentelemetry/sdk-logs");
  const { batch } = logs;
  return logs.exporters.flatMap((config): LogRecordProcessor[] => {
    if (config.kind === "console") {
      return [new sdk.SimpleLogRecordProcessor({ exporter: new sdk.ConsoleLogRecordExporter() })];
    }
    const load = packages[config.protocol];
    const exporter = createOtlpExporter(config, {
      load,
      count: (records: ReadableLogRecord[]) => records.length,
      ...exports,
    });
    if (exporter === undefined) return [];
    return [
      new sdk.BatchLogRecordProcessor({
        exporter,
        scheduledDelayMillis: batch.scheduleDelayMs,
        exportTimeoutMillis: batch.exportTimeoutMs,
        maxQueueSize: batch.maxQueueSize,
        maxExportBatchSize: batch.maxExportBatchSize,
      }),
    ];
  });
}
