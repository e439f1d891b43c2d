/** Values of OTEL_LOG_LEVEL, from silent to everything. */
export const logLevels = ["none", "error", "warn", "info", "debug", "verbose", "all"] as const;

/** Values of OTEL_PROPAGATORS. */
export const propagatorNames = [
  "tracecontext",
  "baggage",
  "b3",
  "b3multi",
  "jaeger",
  "xray",
  "none",
] as const;

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
export const exporterNames = {
  traces: ["otlp", "console", "zipkin", "none"],
  metrics: ["otlp", "console", "prometheus", "none"],
  logs: ["otlp", "console", "none"],
} as const;

/** Values of OTEL_EXPORTER_OTLP_PROTOCOL. */
export const otlpProtocols = ["http/protobuf", "http/json", "grpc"] as const;

/** Values of OTEL_EXPORTER_OTLP_COMPRESSION. */
export const compressions = ["none", "gzip"] as const;

/** Values of OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE. */
export const temporalities = ["cumulative", "delta", "lowmemory"] as const;

/** Values of OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION. */
export const histogramAggregations = [
  "explicit_bucket_histogram",
  "base2_exponential_bucket_histogram",
] as const;

/** Values of OTEL_METRICS_EXEMPLAR_FILTER. */
export const exemplarFilters = ["always_off"] as const;

/** Values of OTEL_NODE_RESOURCE_DETECTORS. */
export const detectorNames = [
  "all",
  "env",
  "host",
  "os",
  "process",
  "container",
  "serviceinstance",
  "alibaba",
  "aws",
  "azure",
  "gcp",
  "none",
] as const;

/** Values of AGENT_OTEL_MCP_TRUST. */
export const mcpTrusts = ["stdio", "http", "none"] as const;

/** Values of OTEL_NODE_ENABLED_INSTRUMENTATIONS and OTEL_NODE_DISABLED_INSTRUMENTATIONS: upstream's, `anthropic`, `fastify` and `mcp`. */
export const instrumentationNames = [
  "amqplib",
  "anthropic",
  "aws-lambda",
  "aws-sdk",
  "bunyan",
  "cassandra-driver",
  "connect",
  "cucumber",
  "dataloader",
  "dns",
  "express",
  "fastify",
  "fs",
  "generic-pool",
  "graphql",
  "grpc",
  "hapi",
  "host-metrics",
  "http",
  "ioredis",
  "kafkajs",
  "knex",
  "koa",
  "lru-memoizer",
  "mcp",
  "memcached",
  "mongodb",
  "mongoose",
  "mysql",
  "mysql2",
  "nestjs-core",
  "net",
  "openai",
  "oracledb",
  "pg",
  "pino",
  "redis",
  "restify",
  "router",
  "runtime-node",
  "socket.io",
  "tedious",
  "undici",
  "winston",
] as const;

/** Values of AGENT_OTEL_ADD_INSTRUMENTATIONS: those that do not run by default. */
export const requestedInstrumentationNames = [
  "aws-lambda",
  "dns",
  "fs",
  "host-metrics",
  "net",
] as const;

/** Values of OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT, of both generations. */
export const contentCaptures = [
  "false",
  "true",
  "no_content",
  "span_only",
  "event_only",
  "span_and_event",
] as const;

/** Values of AGENT_OTEL_CONTENT_CAPTURE. */
export const contentPlaces = ["none", "span", "event", "both"] as const;

/** Values of AGENT_OTEL_CONTENT_FORM. */
export const contentForms = ["text", "length", "hash"] as const;

/** Values of AGENT_OTEL_CONTENT_REDACT. */
export const redactionNames = [
  "private-key",
  "jwt",
  "api-key",
  "credential",
  "email",
  "card",
  "iban",
  "phone",
  "none",
] as const;

/** Values of AGENT_OTEL_GENAI_CONVENTIONS. */
export const genAiConventions = ["1.36", "1.41", "latest"] as const;

/** Values of AGENT_OTEL_ENGINE. */
export const engineNames = ["native", "upstream"] as const;
