import {
  engineNames,
  genAiConventions,
  mcpTrusts,
  requestedInstrumentationNames,
} from "./values.ts";
import type { Variable } from "./variable.ts";

type OwnVariableName =
  | "AGENT_OTEL_ADD_INSTRUMENTATIONS"
  | "AGENT_OTEL_BAGGAGE_ALLOW"
  | "AGENT_OTEL_ENGINE"
  | "AGENT_OTEL_GENAI_CONVENTIONS"
  | "AGENT_OTEL_GENAI_PROVIDERS"
  | "AGENT_OTEL_HTTP_IGNORE_PATHS"
  | "AGENT_OTEL_HTTP_QUERY_ALLOW"
  | "AGENT_OTEL_MCP_TRUST"
  | "AGENT_OTEL_SHUTDOWN_TIMEOUT"
  | "AGENT_OTEL_SPOOL_DIRECTORY"
  | "AGENT_OTEL_SPOOL_MAX_BYTES"
  | "AGENT_OTEL_STRICT"
  | "AGENT_OTEL_TRACE_CONTEXT_DENY";

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
  AGENT_OTEL_GENAI_CONVENTIONS: {
    type: "list",
    values: genAiConventions,
    besideConfigFile: true,
    doc: "The version of the GenAI conventions that spans and metrics follow; of several the first is that of spans, and metrics are recorded in each (`1.41,latest` while dashboards move). Default: `1.41`, or `latest` with `gen_ai_latest_experimental` in OTEL_SEMCONV_STABILITY_OPT_IN, which knows no other version.",
  },
  AGENT_OTEL_GENAI_PROVIDERS: {
    type: "names",
    besideConfigFile: true,
    doc: "Who answers at which host, for `gen_ai.provider.name`: `llm.example.com=groq`, `*.internal:8080=azure.ai.openai`, `*=vllm`, separated by commas; hosts are written as in AGENT_OTEL_BAGGAGE_ALLOW, and the first that matches counts. Default: the hosts of the providers that the conventions name are known; an unknown host that speaks OpenAI's API is `openai`.",
  },
  AGENT_OTEL_MCP_TRUST: {
    type: "list",
    default: "stdio",
    values: mcpTrusts,
    besideConfigFile: true,
    doc: "Over which transports an MCP peer is trusted: the span that it names is the parent of the span of its message, and its baggage is taken. Of any other peer the span is a link, since it could attach its messages to any trace and have all of them sampled. `http` is every network transport; peers inside the process are always trusted, `none` trusts no other.",
  },
  AGENT_OTEL_ENGINE: {
    type: "enum",
    default: "native",
    values: engineNames,
    besideConfigFile: true,
    doc: "Which pipeline runs: our own, or `upstream`, which is NodeSDK of @opentelemetry/sdk-node: a way out should the native one ever be at fault.",
  },
  AGENT_OTEL_ADD_INSTRUMENTATIONS: {
    type: "list",
    values: requestedInstrumentationNames,
    besideConfigFile: true,
    doc: "Instrumentations that run beside the others, which they do not by default: `host-metrics` measures the whole machine, `dns`, `fs` and `net` make a span of each lookup, file and connection, `aws-lambda` is for a function there.",
  },
  AGENT_OTEL_HTTP_IGNORE_PATHS: {
    type: "names",
    besideConfigFile: true,
    doc: "Requests to this service that make no span and no measurement, nor does what they start: paths, separated by commas, each as it is (`/healthz`) or with all that is below it (`/internal/*`). Default: none, for only you know which of your paths nobody will ever look for.",
  },
  AGENT_OTEL_HTTP_QUERY_ALLOW: {
    type: "names",
    default:
      "alt,api-version,direction,format,lang,limit,locale,offset,order,order_by,page,page_size,per_page,size,skip,sort,sort_by,stream,top,v,version",
    besideConfigFile: true,
    doc: "Parameters of a query whose values are recorded in `url.query` and `url.full`; those of all others are `REDACTED`. `*` allows all. Passwords, tokens and signatures are masked even then.",
  },
  AGENT_OTEL_BAGGAGE_ALLOW: {
    type: "names",
    besideConfigFile: true,
    doc: "Hosts that outgoing HTTP requests hand baggage to: `api.example.com`, `*.example.com` (what is below it), `10.0.0.7:8080`, `[::1]`, or `*`, which allows gRPC calls and all MCP messages too. `stdio` is what MCP servers get that run as processes of their own. Default: none, not even loopback, where a gateway may listen that passes it on.",
  },
  AGENT_OTEL_TRACE_CONTEXT_DENY: {
    type: "names",
    besideConfigFile: true,
    doc: "Hosts, written as in AGENT_OTEL_BAGGAGE_ALLOW, that outgoing HTTP requests hand neither trace context nor baggage to. Default: none.",
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
