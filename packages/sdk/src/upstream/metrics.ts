import { createRequire } from "node:module";
import type {
  AggregationOption,
  IMetricReader,
  InstrumentType,
  PushMetricExporter,
  ResourceMetrics,
} from "@opentelemetry/sdk-metrics";
import type {
  ExporterConfig,
  MetricsConfig,
  OtlpConfig,
  TelemetryConfig,
} from "../config/config.ts";
import { createOtlpExporter, type ExportParts, type OtlpExporterParts } from "./otlp-exporter.ts";
import { createPrometheusReader } from "../metrics/prometheus.ts";

const require = createRequire(import.meta.url);

type Load = OtlpExporterParts<ResourceMetrics, PushMetricExporter>["load"];

const packages: Readonly<Record<OtlpConfig["protocol"], Load>> = {
  "http/protobuf": () => require("@opentelemetry/exporter-metrics-otlp-proto").OTLPMetricExporter,
  "http/json": () => require("@opentelemetry/exporter-metrics-otlp-http").OTLPMetricExporter,
  grpc: () => require("@opentelemetry/exporter-metrics-otlp-grpc").OTLPMetricExporter,
};

/** A reader for each exporter of metrics: periodic for OTLP and the console, an HTTP server for Prometheus. */
export function createMetricReaders(
  { metrics }: Pick<TelemetryConfig, "metrics">,
  exports: ExportParts,
): IMetricReader[] {
  if (metrics.exporters.length === 0) return [];
  const sdk: typeof import("@opentelemetry/sdk-metrics") = require("@opentelemetry/sdk-metrics");
  const { exportIntervalMs: exportIntervalMillis, exportTimeoutMs: exportTimeoutMillis } = metrics;
  return metrics.exporters.flatMap((config): IMetricReader[] => {
    if (config.kind === "prometheus") return [createPrometheusReader(config, exports)];
    const exporter = createExporter(config, metrics, exports);
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

function createExporter(
  config: ExporterConfig,
  metrics: MetricsConfig,
  exports: ExportParts,
): PushMetricExporter | undefined {
  const sdk: typeof import("@opentelemetry/sdk-metrics") = require("@opentelemetry/sdk-metrics");
  if (config.kind === "console") return new sdk.ConsoleMetricExporter();
  if (config.kind !== "otlp") return undefined;
  return createOtlpExporter(config, {
    load: packages[config.protocol],
    options: {
      temporalityPreference: temporalities[metrics.temporality],
      aggregationPreference: (type: InstrumentType) => selectAggregation(type, metrics),
    },
    count: countPoints,
    ...exports,
  });
}

/** `AggregationTemporalityPreference` of `@opentelemetry/exporter-metrics-otlp-http`. */
const temporalities: Readonly<Record<MetricsConfig["temporality"], number>> = {
  delta: 0,
  cumulative: 1,
  lowmemory: 2,
};

function selectAggregation(
  type: InstrumentType,
  { histogramAggregation }: MetricsConfig,
): AggregationOption {
  const sdk: typeof import("@opentelemetry/sdk-metrics") = require("@opentelemetry/sdk-metrics");
  return type === sdk.InstrumentType.HISTOGRAM &&
    histogramAggregation === "base2_exponential_bucket_histogram"
    ? { type: sdk.AggregationType.EXPONENTIAL_HISTOGRAM }
    : { type: sdk.AggregationType.DEFAULT };
}

function countPoints({ scopeMetrics }: ResourceMetrics): number {
  const metrics = scopeMetrics.flatMap((scope) => scope.metrics);
  return metrics.reduce((points, metric) => points + metric.dataPoints.length, 0);
}
