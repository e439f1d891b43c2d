import { type OtlpSetting, type Signal, signals } from "../env/otlp-variables.ts";
import type { VariableName } from "../env/variables.ts";

const otlpOptions: Readonly<Record<string, OtlpSetting>> = {
  endpoint: "ENDPOINT",
  protocol: "PROTOCOL",
  headers: "HEADERS",
  timeoutMs: "TIMEOUT",
  compression: "COMPRESSION",
  certificate: "CERTIFICATE",
  clientKey: "CLIENT_KEY",
  clientCertificate: "CLIENT_CERTIFICATE",
  insecure: "INSECURE",
};

const upperCase = { traces: "TRACES", metrics: "METRICS", logs: "LOGS" } as const;

/** The variable of each option of `startTelemetry()`, by the option's path. */
export const optionVariables: ReadonlyMap<string, VariableName> = new Map<string, VariableName>([
  ["serviceName", "OTEL_SERVICE_NAME"],
  ["disabled", "OTEL_SDK_DISABLED"],
  ["strict", "AGENT_OTEL_STRICT"],
  ["engine", "AGENT_OTEL_ENGINE"],
  ["logLevel", "OTEL_LOG_LEVEL"],
  ["shutdownTimeoutMs", "AGENT_OTEL_SHUTDOWN_TIMEOUT"],
  ["spool.directory", "AGENT_OTEL_SPOOL_DIRECTORY"],
  ["spool.maxBytes", "AGENT_OTEL_SPOOL_MAX_BYTES"],
  ["genAiConventions", "AGENT_OTEL_GENAI_CONVENTIONS"],
  ["genAiProviders", "AGENT_OTEL_GENAI_PROVIDERS"],
  ["mcpTrust", "AGENT_OTEL_MCP_TRUST"],
  ["content.capture", "AGENT_OTEL_CONTENT_CAPTURE"],
  ["content.form", "AGENT_OTEL_CONTENT_FORM"],
  ["content.hashKey", "AGENT_OTEL_CONTENT_HASH_KEY"],
  ["content.maxBytes", "AGENT_OTEL_CONTENT_MAX_BYTES"],
  ["content.redact", "AGENT_OTEL_CONTENT_REDACT"],
  ["content.patterns", "AGENT_OTEL_CONTENT_PATTERNS"],
  ["content.attributes", "AGENT_OTEL_CONTENT_ATTRIBUTES"],
  ["content.allow", "AGENT_OTEL_CONTENT_ALLOW"],
  ["content.canary", "AGENT_OTEL_CONTENT_CANARY"],
  ["selfMetrics", "OTEL_NODE_EXPERIMENTAL_SDK_METRICS"],
  ["configFile", "OTEL_CONFIG_FILE"],
  ["propagators", "OTEL_PROPAGATORS"],
  ["sampler", "OTEL_TRACES_SAMPLER"],
  ["samplerRatio", "OTEL_TRACES_SAMPLER_ARG"],
  ["resourceDetectors", "OTEL_NODE_RESOURCE_DETECTORS"],
  ["enabledInstrumentations", "OTEL_NODE_ENABLED_INSTRUMENTATIONS"],
  ["addInstrumentations", "AGENT_OTEL_ADD_INSTRUMENTATIONS"],
  ["disabledInstrumentations", "OTEL_NODE_DISABLED_INSTRUMENTATIONS"],
  ["http.serverRequestHeaders", "OTEL_INSTRUMENTATION_HTTP_SERVER_CAPTURE_REQUEST_HEADERS"],
  ["http.serverResponseHeaders", "OTEL_INSTRUMENTATION_HTTP_SERVER_CAPTURE_RESPONSE_HEADERS"],
  ["http.clientRequestHeaders", "OTEL_INSTRUMENTATION_HTTP_CLIENT_CAPTURE_REQUEST_HEADERS"],
  ["http.clientResponseHeaders", "OTEL_INSTRUMENTATION_HTTP_CLIENT_CAPTURE_RESPONSE_HEADERS"],
  ["http.knownMethods", "OTEL_INSTRUMENTATION_HTTP_KNOWN_METHODS"],
  ["http.ignorePaths", "AGENT_OTEL_HTTP_IGNORE_PATHS"],
  ["http.queryAllow", "AGENT_OTEL_HTTP_QUERY_ALLOW"],
  ["http.baggageAllow", "AGENT_OTEL_BAGGAGE_ALLOW"],
  ["http.traceContextDeny", "AGENT_OTEL_TRACE_CONTEXT_DENY"],
  ["attributeLimits.valueLength", "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT"],
  ["attributeLimits.count", "OTEL_ATTRIBUTE_COUNT_LIMIT"],
  ["traces.zipkinEndpoint", "OTEL_EXPORTER_ZIPKIN_ENDPOINT"],
  ["traces.zipkinTimeoutMs", "OTEL_EXPORTER_ZIPKIN_TIMEOUT"],
  ["traces.limits.attributeValueLength", "OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT"],
  ["traces.limits.attributeCount", "OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT"],
  ["traces.limits.eventCount", "OTEL_SPAN_EVENT_COUNT_LIMIT"],
  ["traces.limits.linkCount", "OTEL_SPAN_LINK_COUNT_LIMIT"],
  ["traces.limits.attributeCountPerEvent", "OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT"],
  ["traces.limits.attributeCountPerLink", "OTEL_LINK_ATTRIBUTE_COUNT_LIMIT"],
  ["logs.limits.attributeValueLength", "OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT"],
  ["logs.limits.attributeCount", "OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT"],
  ["metrics.exportIntervalMs", "OTEL_METRIC_EXPORT_INTERVAL"],
  ["metrics.exportTimeoutMs", "OTEL_METRIC_EXPORT_TIMEOUT"],
  ["metrics.temporality", "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE"],
  ["metrics.histogramAggregation", "OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION"],
  ["metrics.prometheusHost", "OTEL_EXPORTER_PROMETHEUS_HOST"],
  ["metrics.prometheusPort", "OTEL_EXPORTER_PROMETHEUS_PORT"],
  ...batch("traces", "BSP"),
  ...batch("logs", "BLRP"),
  ...signals.map((signal) => [`${signal}.exporters`, exporter(signal)] as const),
  ...otlp(),
]);

function batch(
  signal: Signal,
  prefix: "BLRP" | "BSP",
): readonly (readonly [string, VariableName])[] {
  return [
    [`${signal}.batch.scheduleDelayMs`, `OTEL_${prefix}_SCHEDULE_DELAY`],
    [`${signal}.batch.exportTimeoutMs`, `OTEL_${prefix}_EXPORT_TIMEOUT`],
    [`${signal}.batch.maxQueueSize`, `OTEL_${prefix}_MAX_QUEUE_SIZE`],
    [`${signal}.batch.maxExportBatchSize`, `OTEL_${prefix}_MAX_EXPORT_BATCH_SIZE`],
  ];
}

function exporter(signal: Signal): VariableName {
  return signal === "traces"
    ? "OTEL_TRACES_EXPORTER"
    : signal === "metrics"
      ? "OTEL_METRICS_EXPORTER"
      : "OTEL_LOGS_EXPORTER";
}

function otlp(): readonly (readonly [string, VariableName])[] {
  return Object.entries(otlpOptions).flatMap(([option, setting]) => {
    const own = signals.map(
      (signal) =>
        [`${signal}.${option}`, `OTEL_EXPORTER_OTLP_${upperCase[signal]}_${setting}`] as const,
    );
    const general = [option, `OTEL_EXPORTER_OTLP_${setting}`] as const;
    const all: (readonly [string, VariableName])[] = [general];
    return all.concat(own);
  });
}
