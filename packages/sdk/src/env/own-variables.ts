import { engineNames } from "./values.ts";
import type { Variable } from "./variable.ts";

type OwnVariableName =
  | "AGENT_OTEL_ENGINE"
  | "AGENT_OTEL_SHUTDOWN_TIMEOUT"
  | "AGENT_OTEL_SPOOL_DIRECTORY"
  | "AGENT_OTEL_SPOOL_MAX_BYTES"
  | "AGENT_OTEL_STRICT";

/** Settings that no specification has a variable for. */
export const ownVariables: Readonly<Record<OwnVariableName, Variable>> = {
  AGENT_OTEL_STRICT: {
    type: "boolean",
    default: "false",
    besideConfigFile: true,
    doc: "`true`: a problem in the configuration ends the process with exit code 78 before the application starts. For tests and deployments that would rather not run than run blind.",
  },
  AGENT_OTEL_SHUTDOWN_TIMEOUT: {
    type: "integer",
    default: "3000",
    unit: "ms",
    min: 0,
    max: 60_000,
    besideConfigFile: true,
    doc: "Longest time that the end of the process waits for telemetry to be sent. The specification leaves it to the application.",
  },
  AGENT_OTEL_SPOOL_DIRECTORY: {
    type: "text",
    doc: "An absolute directory in which batches wait that cannot be delivered: through an outage of the Collector, the end of the process and its crash, until this or a later process sends them. They are readable for this user alone; spans may hold what users typed. Default: the directory that systemd has given the service for such things (`CACHE_DIRECTORY`, `STATE_DIRECTORY`), else none: batches wait in memory. The native engine's.",
  },
  AGENT_OTEL_SPOOL_MAX_BYTES: {
    type: "integer",
    default: "134217728",
    min: 0,
    doc: "Most bytes on disk that all processes which share the directory take up; then the oldest batches are dropped. `0`: no batch is ever written.",
  },
  AGENT_OTEL_ENGINE: {
    type: "enum",
    default: "native",
    values: engineNames,
    besideConfigFile: true,
    doc: "Which pipeline runs: our own, or `upstream`, which is NodeSDK of @opentelemetry/sdk-node: a way out should the native one ever be at fault.",
  },
};

type SupersededVariableName =
  | "OTEL_CONSOLE_EXPORT"
  | "OTEL_ENVIRONMENT"
  | "OTEL_OTLP_EXPORT"
  | "OTEL_SERVICE_VERSION"
  | "OTEL_TRACES_ENABLED";

/** Variables of older set-ups that the specification does not know. */
export const supersededVariables: Readonly<Record<SupersededVariableName, Variable>> = {
  OTEL_TRACES_ENABLED: old("boolean", "`false` turns traces off", "OTEL_TRACES_EXPORTER=none"),
  OTEL_OTLP_EXPORT: old("boolean", "`false`: no traces over OTLP", "OTEL_TRACES_EXPORTER"),
  OTEL_CONSOLE_EXPORT: old("boolean", "`true`: traces on the console too", "OTEL_TRACES_EXPORTER"),
  OTEL_ENVIRONMENT: old("text", "`deployment.environment.name`", "OTEL_RESOURCE_ATTRIBUTES"),
  OTEL_SERVICE_VERSION: old("text", "`service.version`", "OTEL_RESOURCE_ATTRIBUTES"),
};

function old(type: "boolean" | "text", doc: string, standard: string): Variable {
  return { type, doc: `${doc}. Not of the specification: use ${standard}.` };
}
