/**
 * Packages that talk to databases, queues, models and other services, and that neither this SDK nor OpenTelemetry's
 * curated instrumentations see into. Their HTTP requests are seen all the same; the work itself is not.
 */
export const withoutInstrumentation: readonly string[] = [
  "@azure/service-bus",
  "@clickhouse/client",
  "@google-cloud/pubsub",
  "@google/genai",
  "@mistralai/mistralai",
  "better-sqlite3",
  "cohere-ai",
  "couchbase",
  "groq-sdk",
  "libsql",
  "mariadb",
  "mqtt",
  "nats",
  "neo4j-driver",
  "postgres",
  "rhea",
  "snowflake-sdk",
  "sqlite3",
];

/** Packages that set up telemetry of their own: beside this SDK they record the same work again, or in vain. */
export const otherSdks: readonly string[] = [
  "@azure/monitor-opentelemetry",
  "@dash0/opentelemetry",
  "@elastic/opentelemetry-node",
  "@honeycombio/opentelemetry-node",
  "@opentelemetry/auto-instrumentations-node",
  "@opentelemetry/sdk-node",
  "@opentelemetry/sdk-trace-node",
  "@pydantic/logfire-node",
  "@sentry/node",
  "@splunk/otel",
  "@traceloop/node-server-sdk",
  "@vercel/otel",
  "applicationinsights",
  "dd-trace",
  "elastic-apm-node",
  "newrelic",
  "openlit",
];

/** The package whose copies must agree, for it holds the globals. */
export const API_PACKAGE = "@opentelemetry/api";
