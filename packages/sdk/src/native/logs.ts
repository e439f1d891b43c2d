import { createRequire } from "node:module";
import type { LogRecordProcessor } from "@opentelemetry/sdk-logs";
import type { ExporterConfig, OtlpConfig, TelemetryConfig } from "../config/config.ts";
import { createLogsSerialiser } from "../export/serialiser.ts";
import { createLogProcessor } from "../logs/log-processor.ts";
import { createLoggerProvider, type LoggerProvider } from "../logs/logger-provider.ts";
import { toUpstreamLogRecordLimits } from "../upstream/limits.ts";
import { maxRequestBytes } from "./outlets.ts";
import type { SharedParts } from "./shared-parts.ts";

const require = createRequire(import.meta.url);

type LogConfig = Pick<TelemetryConfig, "logRecordLimits" | "logs">;

/** The logger provider; `undefined` when nobody wants log records. */
export function createLogs(config: LogConfig, shared: SharedParts): LoggerProvider | undefined {
  const { components, resource, outlets } = shared;
  const own = config.logs.exporters.flatMap(
    (exporter) => createProcessor(exporter, config, shared) ?? [],
  );
  const processors = [...(components.logRecordProcessors ?? []), ...own];
  if (processors.length === 0) return undefined;
  return createLoggerProvider({
    resource,
    processors,
    screen: shared.contentPolicy.logProcessor,
    limits: toUpstreamLogRecordLimits(config.logRecordLimits),
    ledger: outlets.ledger,
  });
}

function createProcessor(
  exporter: ExporterConfig,
  config: LogConfig,
  shared: SharedParts,
): LogRecordProcessor | undefined {
  if (exporter.kind === "console") {
    const sdk: typeof import("@opentelemetry/sdk-logs") = require("@opentelemetry/sdk-logs");
    return new sdk.SimpleLogRecordProcessor({ exporter: new sdk.ConsoleLogRecordExporter() });
  }
  return exporter.kind === "otlp" ? createOtlp(exporter, config, shared) : undefined;
}

function createOtlp(
  exporter: OtlpConfig,
  { logs: { batch } }: LogConfig,
  { outlets }: SharedParts,
): LogRecordProcessor | undefined {
  const delivery = outlets.open(exporter);
  if (delivery === undefined) return undefined;
  const processor = createLogProcessor({
    delivery,
    ledger: outlets.ledger,
    serialiser: createLogsSerialiser(exporter.protocol),
    scheduleDelayMs: batch.scheduleDelayMs,
    maxExportBatchSize: batch.maxExportBatchSize,
    maxQueueSize: batch.maxQueueSize,
    exportTimeoutMs: batch.exportTimeoutMs,
    maxRequestBytes: maxRequestBytes(exporter),
  });
  outlets.sealWith(() => processor.seal());
  return processor;
}
