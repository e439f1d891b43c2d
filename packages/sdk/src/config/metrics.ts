import type { EnvReader } from "../env/reader.ts";
import { exemplarFilters, histogramAggregations, temporalities } from "../env/values.ts";
import type { MetricsConfig } from "./config.ts";
import { readExporters } from "./exporters.ts";

/** How metrics are collected and sent. */
export function readMetrics(reader: EnvReader): MetricsConfig {
  const exportIntervalMs = reader.integer("OTEL_METRIC_EXPORT_INTERVAL");
  return {
    exporters: readExporters(reader, "metrics"),
    exportIntervalMs,
    exportTimeoutMs: readTimeout(reader, exportIntervalMs),
    temporality:
      reader.choice("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", temporalities) ??
      "cumulative",
    histogramAggregation:
      reader.choice(
        "OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION",
        histogramAggregations,
      ) ?? "explicit_bucket_histogram",
    exemplarFilter:
      reader.choice("OTEL_METRICS_EXEMPLAR_FILTER", exemplarFilters, "no exemplars are recorded") ??
      "always_off",
  };
}

/** An export that outlives the interval would meet the next one. */
function readTimeout(reader: EnvReader, intervalMs: number): number {
  const variable = "OTEL_METRIC_EXPORT_TIMEOUT";
  const timeoutMs = reader.integer(variable);
  if (timeoutMs <= intervalMs) return timeoutMs;
  if (reader.origin(variable) !== "default" && reader.raw(variable) !== "0") {
    reader.report({
      variable,
      expected: `at most OTEL_METRIC_EXPORT_INTERVAL (${intervalMs})`,
      found: String(timeoutMs),
      used: `using ${intervalMs}`,
    });
  }
  reader.settle(variable, String(intervalMs));
  return intervalMs;
}
