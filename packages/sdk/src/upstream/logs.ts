import { createRequire } from "node:module";
import type {
  LogRecordExporter,
  LogRecordProcessor,
  LoggerProvider,
  ReadableLogRecord,
} from "@opentelemetry/sdk-logs";
import type { Resource } from "@opentelemetry/resources";
import type { OtlpConfig, TelemetryConfig } from "../config/config.ts";
import { toUpstreamLogRecordLimits } from "./limits.ts";
import { toUpstreamBatch } from "./batch.ts";
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
  { logs }: Pick<TelemetryConfig, "logs">,
  exports: ExportParts,
): LogRecordProcessor[] {
  if (logs.exporters.length === 0) return [];
  const sdk: typeof import("@opentelemetry/sdk-logs") = require("@opentelemetry/sdk-logs");
  const { batch } = logs;
  return logs.exporters.flatMap((config): LogRecordProcessor[] => {
    if (config.kind === "console") {
      return [new sdk.SimpleLogRecordProcessor({ exporter: new sdk.ConsoleLogRecordExporter() })];
    }
    if (config.kind !== "otlp") return [];
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
        ...toUpstreamBatch(batch),
      }),
    ];
  });
}

/** What {@link createLoggerProvider} needs beside the configuration. */
export interface LoggerProviderParts {
  readonly resource: Resource;
  readonly processors: LogRecordProcessor[];
}

/**
 * The provider of loggers; `undefined` when the signal is off. NodeSDK takes the limits of log records from the
 * environment alone, and none that is 0, so its own provider is not used.
 */
export function createLoggerProvider(
  { logRecordLimits }: Pick<TelemetryConfig, "logRecordLimits">,
  { resource, processors }: LoggerProviderParts,
): LoggerProvider | undefined {
  if (processors.length === 0) return undefined;
  const sdk: typeof import("@opentelemetry/sdk-logs") = require("@opentelemetry/sdk-logs");
  return new sdk.LoggerProvider({
    resource,
    processors,
    logRecordLimits: toUpstreamLogRecordLimits(logRecordLimits),
  });
}
