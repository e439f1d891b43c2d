import { contentCaptures, instrumentationNames } from "./values.ts";
import { specifiedBy, type Variable } from "./variable.ts";

type Headers = `${"CLIENT" | "SERVER"}_CAPTURE_${"REQUEST" | "RESPONSE"}_HEADERS`;

type InstrumentationVariableName =
  | `OTEL_NODE_${"DISABLED" | "ENABLED"}_INSTRUMENTATIONS`
  | `OTEL_INSTRUMENTATION_HTTP_${Headers | "KNOWN_METHODS"}`
  | "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"
  | "OTEL_SEMCONV_STABILITY_OPT_IN";

/** What is instrumented and what the instrumentations record. */
export const instrumentationVariables: Readonly<Record<InstrumentationVariableName, Variable>> =
  specifiedBy("https://opentelemetry.io/docs/zero-code/js/configuration/", {
    OTEL_NODE_ENABLED_INSTRUMENTATIONS: {
      type: "list",
      values: instrumentationNames,
      besideConfigFile: true,
      doc: "The only instrumentations that run, by the names that OpenTelemetry gives them; `anthropic`, `fastify` and `mcp` are ours. Default: all but those of AGENT_OTEL_ADD_INSTRUMENTATIONS.",
    },
    OTEL_NODE_DISABLED_INSTRUMENTATIONS: {
      type: "list",
      values: instrumentationNames,
      besideConfigFile: true,
      doc: "Instrumentations that do not run; wins over OTEL_NODE_ENABLED_INSTRUMENTATIONS.",
    },
    OTEL_INSTRUMENTATION_HTTP_SERVER_CAPTURE_REQUEST_HEADERS: headers("requests to this service"),
    OTEL_INSTRUMENTATION_HTTP_SERVER_CAPTURE_RESPONSE_HEADERS: headers("answers of this service"),
    OTEL_INSTRUMENTATION_HTTP_CLIENT_CAPTURE_REQUEST_HEADERS: headers("requests to others"),
    OTEL_INSTRUMENTATION_HTTP_CLIENT_CAPTURE_RESPONSE_HEADERS: headers("answers of others"),
    OTEL_INSTRUMENTATION_HTTP_KNOWN_METHODS: {
      type: "names",
      default: "CONNECT,DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT,QUERY,TRACE",
      besideConfigFile: true,
      doc: "HTTP methods that are recorded by name; all others are `_OTHER`.",
    },
    OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: {
      type: "enum",
      default: "false",
      values: contentCaptures,
      besideConfigFile: true,
      doc: "Whether prompts, answers, tool arguments and results and the like are recorded, and where: on spans, on events (log records) or, with `true`, on both. It holds for all instrumentations, those of others too; AGENT_OTEL_CONTENT_… says what is recorded of them.",
    },
    OTEL_SEMCONV_STABILITY_OPT_IN: {
      type: "list",
      values: ["http", "database", "messaging", "rpc", "gen_ai_latest_experimental"],
      unsupported: ["http/dup", "database/dup", "messaging/dup", "rpc/dup"],
      besideConfigFile: true,
      doc: "Which stable semantic conventions to use. HTTP spans and metrics are always the stable ones; `gen_ai_latest_experimental` is the newest GenAI conventions.",
    },
  });

function headers(where: string): Variable {
  return {
    type: "names",
    besideConfigFile: true,
    doc: `Names of the headers of ${where} to record as attributes, separated by commas; credentials in them are masked.`,
  };
}
