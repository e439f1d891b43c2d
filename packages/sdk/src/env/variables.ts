import type { Variable } from "./variable.ts";
import { type OtlpVariableName, type Signal, otlpVariables } from "./otlp-variables.ts";
import { engineNames, exporterNames, logLevels, propagatorNames, samplerNames } from "./values.ts";

/** The name of a variable that the SDK reads. */
export type VariableName =
  | "OTEL_SDK_DISABLED"
  | "OTEL_SERVICE_NAME"
  | "OTEL_RESOURCE_ATTRIBUTES"
  | "OTEL_LOG_LEVEL"
  | "OTEL_PROPAGATORS"
  | "OTEL_TRACES_SAMPLER"
  | "OTEL_TRACES_SAMPLER_ARG"
  | "OTEL_METRIC_EXPORT_INTERVAL"
  | "OTEL_METRIC_EXPORT_TIMEOUT"
  | "AGENT_OTEL_ENGINE"
  | "OTEL_CONSOLE_EXPORT"
  | "OTEL_ENVIRONMENT"
  | "OTEL_OTLP_EXPORT"
  | "OTEL_SERVICE_VERSION"
  | "OTEL_TRACES_ENABLED"
  | `OTEL_${Uppercase<Signal>}_EXPORTER`
  | `OTEL_${"BLRP" | "BSP"}_${"EXPORT_TIMEOUT" | "MAX_EXPORT_BATCH_SIZE" | "MAX_QUEUE_SIZE" | "SCHEDULE_DELAY"}`
  | OtlpVariableName;

/**
 * Every variable that the SDK reads: the single source of the parser and of the documentation.
 * Names and defaults follow the OpenTelemetry specification, "Environment Variable Specification"
 * and "OpenTelemetry Protocol Exporter", unless the row says otherwise.
 */
export const variables: Readonly<Record<VariableName, Variable>> = {
  OTEL_SDK_DISABLED: {
    type: "boolean",
    default: "false",
    doc: "`true` turns the SDK off: nothing is recorded and nothing is sent.",
  },
  OTEL_SERVICE_NAME: {
    type: "text",
    doc: "`service.name` of everything that is sent; wins over OTEL_RESOURCE_ATTRIBUTES. When neither names the service, the nearest package.json does.",
  },
  OTEL_RESOURCE_ATTRIBUTES: {
    type: "pairs",
    doc: "Resource attributes as `key=value,key2=value2`, percent-encoded.",
  },
  OTEL_LOG_LEVEL: {
    type: "enum",
    default: "warn",
    values: logLevels,
    doc: "How much the SDK says of itself on stderr. The specification's default is `info`; here a clean start is silent.",
  },
  OTEL_PROPAGATORS: {
    type: "list",
    default: "tracecontext,baggage",
    values: propagatorNames,
    doc: "How trace context travels in headers.",
  },
  OTEL_TRACES_SAMPLER: {
    type: "enum",
    default: "parentbased_always_on",
    values: samplerNames,
    doc: "Which traces are recorded.",
  },
  OTEL_TRACES_SAMPLER_ARG: {
    type: "number",
    default: "1",
    doc: "The share of traces to record, 0 to 1, for the ratio samplers.",
  },
  OTEL_TRACES_EXPORTER: exporter("traces"),
  OTEL_METRICS_EXPORTER: exporter("metrics"),
  OTEL_LOGS_EXPORTER: exporter("logs"),
  OTEL_BSP_SCHEDULE_DELAY: batchDelay("spans", "5000"),
  OTEL_BSP_EXPORT_TIMEOUT: batchTimeout("spans"),
  OTEL_BSP_MAX_QUEUE_SIZE: queueSize("spans"),
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: batchSize("spans"),
  OTEL_BLRP_SCHEDULE_DELAY: batchDelay("log records", "1000"),
  OTEL_BLRP_EXPORT_TIMEOUT: batchTimeout("log records"),
  OTEL_BLRP_MAX_QUEUE_SIZE: queueSize("log records"),
  OTEL_BLRP_MAX_EXPORT_BATCH_SIZE: batchSize("log records"),
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
    doc: "Longest time that one export of metrics may take; at most the interval.",
  },
  ...otlpVariables,
  AGENT_OTEL_ENGINE: {
    type: "enum",
    default: "upstream",
    values: engineNames,
    doc: "Which pipeline runs: `upstream` is NodeSDK of @opentelemetry/sdk-node.",
  },
  OTEL_TRACES_ENABLED: old("boolean", "`false` turns traces off", "OTEL_TRACES_EXPORTER=none"),
  OTEL_OTLP_EXPORT: old("boolean", "`false`: no traces over OTLP", "OTEL_TRACES_EXPORTER"),
  OTEL_CONSOLE_EXPORT: old("boolean", "`true`: traces on the console too", "OTEL_TRACES_EXPORTER"),
  OTEL_ENVIRONMENT: old("text", "`deployment.environment.name`", "OTEL_RESOURCE_ATTRIBUTES"),
  OTEL_SERVICE_VERSION: old("text", "`service.version`", "OTEL_RESOURCE_ATTRIBUTES"),
};

function exporter(signal: string): Variable {
  return {
    type: "list",
    default: "otlp",
    values: exporterNames,
    doc: `Where ${signal} go; several names may be given, separated by commas.`,
  };
}

function batchDelay(items: string, milliseconds: string): Variable {
  return {
    type: "integer",
    default: milliseconds,
    unit: "ms",
    doc: `Longest wait before a batch of ${items} is sent.`,
  };
}

function batchTimeout(items: string): Variable {
  return {
    type: "integer",
    default: "30000",
    unit: "ms",
    doc: `Longest time that sending one batch of ${items} may take.`,
  };
}

function queueSize(items: string): Variable {
  return {
    type: "integer",
    default: "2048",
    doc: `Most ${items} kept in memory; more are dropped.`,
  };
}

function batchSize(items: string): Variable {
  return {
    type: "integer",
    default: "512",
    doc: `Most ${items} in one batch; never more than the queue holds.`,
  };
}

function old(type: "boolean" | "text", doc: string, standard: string): Variable {
  return { type, doc: `${doc}. Not of the specification: use ${standard}.` };
}
