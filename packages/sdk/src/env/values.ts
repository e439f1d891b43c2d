/** Values of OTEL_LOG_LEVEL, from silent to everything. */
export const logLevels = ["none", "error", "warn", "info", "debug", "verbose", "all"] as const;

/** Values of OTEL_PROPAGATORS. */
export const propagatorNames = ["tracecontext", "baggage", "b3", "b3multi", "none"] as const;

/** Values of OTEL_TRACES_SAMPLER. */
export const samplerNames = [
  "always_on",
  "always_off",
  "traceidratio",
  "parentbased_always_on",
  "parentbased_always_off",
  "parentbased_traceidratio",
] as const;

/** Values of OTEL_TRACES_EXPORTER, OTEL_METRICS_EXPORTER and OTEL_LOGS_EXPORTER. */
export const exporterNames = ["otlp", "console", "none"] as const;

/** Values of OTEL_EXPORTER_OTLP_PROTOCOL. */
export const otlpProtocols = ["http/protobuf", "http/json", "grpc"] as const;

/** Values of OTEL_EXPORTER_OTLP_COMPRESSION. */
export const compressions = ["none", "gzip"] as const;

/** Values of AGENT_OTEL_ENGINE. */
export const engineNames = ["upstream"] as const;
