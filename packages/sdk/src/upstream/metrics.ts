import { createRequire } from "node:module";
import type {
  IMetricReader,
  PushMetricExporter,
  ResourceMetrics,
} from "@opentelemetry/sdk-metrics";
import type { OtlpConfig, TelemetryConfig } from "../config/config.ts";
import { createOtlpExporter, type ExportParts, type OtlpExporterParts } from "./otlp-exporter.ts";

const require = createRequire(import.meta.url);

type Load = OtlpExporterParts<ResourceMetrics, PushMetricExporter>["load"];

const packages: Readonly<Record<OtlpConfig["protocol"], Load>> = {
  "http/protobuf": () => require("@opentelemetry/exporter-metrics-otlp-proto").OTLPMetricExporter,
  "http/json": () => require("@opentelemetry/exporter-metrics-otlp-http").OTLPMetricExporter,
  grpc: () => require("@opentelemetry/exporter-metrics-otlp-grpc").OTLPMetricExporter,
};

/** A periodic reader for each exporter of metrics. */
export function createMetricReaders(
  { metrics }: TelemetryConfig,
  exports: ExportParts,
): IMetricReader[] {
  if (metrics.exporters.length === 0) return [];
  const sdk: typeof import("@opentelemetry/sdk-metrics") = require("@opentelemetry/sdk-metrics");
  const { exportIntervalMs: exportIntervalMillis, exportTimeoutMs: exportTimeoutMillis } = metrics;
  return metrics.exporters.flatMap((config): IMetricReader[] => {
    const exporter =
      config.kind === "console"
        ? new sdk.ConsoleMetricExporter()
        : createOtlpExporter(config, {
            load: packages[config.protocol],
            count: countPoints,
            ...exports,
          });
    if (exporter === undefined) return [];
    return [
      new sdk.PeriodicExportingMetricReader({
        exporter,
        exportIntervalMillis,
        exportTimeoutMillis,
      }),
    ];
  });
}

function countPoints({ scopeMetrics }: ResourceMetrics): number {
  const metrics = scopeMetrics.flatMap((scope) => scope.metrics);
  return metrics.reduce((points, metric) => points + metric.dataPoints.length, 0);
}
