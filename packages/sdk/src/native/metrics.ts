import { createRequire } from "node:module";
import type { PushMetricExporter } from "@opentelemetry/sdk-metrics";
import type { ExporterConfig, OtlpConfig, TelemetryConfig } from "../config/config.ts";
import { createMetricsSerialiser } from "../export/serialiser.ts";
import { createMeterProvider, type MeterProvider } from "../metrics/meter-provider.ts";
import { createMetricExporter } from "../metrics/metric-exporter.ts";
import { requireOwn } from "../own-module.ts";
import { maxRequestBytes } from "./outlets.ts";
import type { SharedParts } from "./shared-parts.ts";

const require = createRequire(import.meta.url);

type MetricConfig = Pick<TelemetryConfig, "metrics">;

/** The meter provider; `undefined` when nobody wants metrics. */
export function createMetrics(
  { metrics }: MetricConfig,
  shared: SharedParts,
): MeterProvider | undefined {
  const { components, report, resource, outlets, contentPolicy } = shared;
  const exporters = metrics.exporters.flatMap(
    (exporter) => createExporter(exporter, metrics, shared) ?? [],
  );
  const readers = metrics.exporters
    .filter((exporter) => exporter.kind === "prometheus")
    .map((exporter) => loadPrometheus().createPrometheusReader(exporter, { report }))
    .concat(components.metricReaders ?? []);
  if (exporters.length === 0 && readers.length === 0) return undefined;
  const { exportIntervalMs, exportTimeoutMs } = metrics;
  return createMeterProvider({
    resource,
    exporters,
    readers,
    exportIntervalMs,
    exportTimeoutMs,
    views: components.views ?? [],
    screenReader: contentPolicy.screenReader,
    ledger: outlets.ledger,
  });
}

function loadPrometheus(): typeof import("../metrics/prometheus.ts") {
  return requireOwn(import.meta.url, "../metrics/prometheus");
}

function createExporter(
  exporter: ExporterConfig,
  metrics: MetricConfig["metrics"],
  shared: SharedParts,
): PushMetricExporter | undefined {
  if (exporter.kind === "console") {
    const sdk: typeof import("@opentelemetry/sdk-metrics") = require("@opentelemetry/sdk-metrics");
    return new sdk.ConsoleMetricExporter();
  }
  return exporter.kind === "otlp" ? createOtlp(exporter, metrics, shared) : undefined;
}

function createOtlp(
  config: OtlpConfig,
  { temporality, histogramAggregation: histograms, exportTimeoutMs }: MetricConfig["metrics"],
  { outlets }: SharedParts,
): PushMetricExporter | undefined {
  const delivery = outlets.open(config);
  if (delivery === undefined) return undefined;
  return createMetricExporter({
    delivery,
    ledger: outlets.ledger,
    serialiser: createMetricsSerialiser(config.protocol),
    maxRequestBytes: maxRequestBytes(config),
    exportTimeoutMs,
    temporality,
    histograms,
  });
}
