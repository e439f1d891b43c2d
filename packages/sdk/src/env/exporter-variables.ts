import { exemplarFilters, exporterNames, histogramAggregations, temporalities } from "./values.ts";
import { specifiedBy, type Variable } from "./variable.ts";

type ExporterVariableName =
  | `OTEL_${"LOGS" | "METRICS" | "TRACES"}_EXPORTER`
  | "OTEL_METRIC_EXPORT_INTERVAL"
  | "OTEL_METRIC_EXPORT_TIMEOUT"
  | "OTEL_METRICS_EXEMPLAR_FILTER"
  | "OTEL_EXPORTER_PROMETHEUS_HOST"
  | "OTEL_EXPORTER_PROMETHEUS_PORT"
  | "OTEL_EXPORTER_ZIPKIN_ENDPOINT"
  | "OTEL_EXPORTER_ZIPKIN_TIMEOUT";

/** Which exporters run, and the settings of those that are not OTLP. */
export const exporterVariables: Readonly<Record<ExporterVariableName, Variable>> = specifiedBy(
  "https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#exporter-selection",
  {
    OTEL_TRACES_EXPORTER: exporter("traces"),
    OTEL_METRICS_EXPORTER: exporter("metrics"),
    OTEL_LOGS_EXPORTER: exporter("logs"),
    OTEL_METRIC_EXPORT_INTERVAL: {
      type: "integer",
      default: "60000",
      unit: "ms",
      doc: "Time between two exports of metrics.",
    },
    OTEL_METRIC_EXPORT_TIMEOUT: {
      type: "integer",
      default: "30000",
      unit: "ms",
      zeroIsUnlimited: true,
      doc: "Longest time that one export of metrics may take; at most the interval.",
    },
    OTEL_METRICS_EXEMPLAR_FILTER: {
      type: "enum",
      values: exemplarFilters,
      unsupported: ["always_on", "trace_based"],
      doc: "Which measurements become exemplars. OpenTelemetry JS has none yet, so only `always_off` is what happens.",
    },
    OTEL_EXPORTER_PROMETHEUS_HOST: {
      type: "text",
      default: "localhost",
      doc: "Where the Prometheus exporter listens.",
    },
    OTEL_EXPORTER_PROMETHEUS_PORT: {
      type: "integer",
      default: "9464",
      max: 65_535,
      doc: "The port that Prometheus scrapes.",
    },
    OTEL_EXPORTER_ZIPKIN_ENDPOINT: {
      type: "url",
      default: "http://localhost:9411/api/v2/spans",
      doc: "Where the Zipkin exporter sends spans.",
    },
    OTEL_EXPORTER_ZIPKIN_TIMEOUT: {
      type: "integer",
      default: "10000",
      unit: "ms",
      zeroIsUnlimited: true,
      doc: "Longest time that one request to Zipkin may take.",
    },
  },
);

type OtlpMetricVariableName =
  | "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE"
  | "OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION";

/** What the OTLP exporter of metrics prefers. */
export const otlpMetricVariables: Readonly<Record<OtlpMetricVariableName, Variable>> = specifiedBy(
  "https://opentelemetry.io/docs/specs/otel/metrics/sdk_exporters/otlp/",
  {
    OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: {
      type: "enum",
      default: "cumulative",
      values: temporalities,
      doc: "What counters and histograms count from: the start, or the last export.",
    },
    OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION: {
      type: "enum",
      default: "explicit_bucket_histogram",
      values: histogramAggregations,
      doc: "How histograms without a view are aggregated.",
    },
  },
);

function exporter(signal: "logs" | "metrics" | "traces"): Variable {
  return {
    type: "list",
    default: "otlp",
    values: exporterNames[signal],
    unsupported: ["otlp/stdout"],
    doc: `Where ${signal} go; several names may be given, separated by commas.`,
  };
}
