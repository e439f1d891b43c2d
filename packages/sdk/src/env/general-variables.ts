import { detectorNames, logLevels, propagatorNames, samplerNames } from "./values.ts";
import { specifiedBy, type Variable } from "./variable.ts";

/** Variables that concern all signals. */
type GeneralVariableName =
  | "OTEL_SDK_DISABLED"
  | "OTEL_SERVICE_NAME"
  | "OTEL_RESOURCE_ATTRIBUTES"
  | "OTEL_ENTITIES"
  | "OTEL_LOG_LEVEL"
  | "OTEL_PROPAGATORS"
  | "OTEL_TRACES_SAMPLER"
  | "OTEL_TRACES_SAMPLER_ARG"
  | "OTEL_CONFIG_FILE";

/** "General SDK Configuration" and "Declarative configuration". */
export const generalVariables: Readonly<Record<GeneralVariableName, Variable>> = specifiedBy(
  "https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#general-sdk-configuration",
  {
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
    OTEL_ENTITIES: {
      type: "text",
      unsupported: ["any"],
      doc: "Entities of the resource, in development in the specification.",
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
      unsupported: ["ottrace"],
      doc: "How trace context travels in headers.",
    },
    OTEL_TRACES_SAMPLER: {
      type: "enum",
      default: "parentbased_always_on",
      values: samplerNames,
      unsupported: ["jaeger_remote", "parentbased_jaeger_remote", "xray"],
      doc: "Which traces are recorded. With an unknown sampler nothing is recorded: a typing mistake never raises the rate.",
    },
    OTEL_TRACES_SAMPLER_ARG: {
      type: "number",
      default: "1",
      doc: "The share of traces to record, 0 to 1, for the ratio samplers.",
    },
    OTEL_CONFIG_FILE: {
      type: "path",
      besideConfigFile: true,
      doc: "A declarative configuration file (YAML or JSON, schema 1.x), which takes the place of the other `OTEL_*` variables; those of instrumentation still count.",
    },
  },
);

type NodeVariableName = "OTEL_NODE_RESOURCE_DETECTORS" | "OTEL_NODE_EXPERIMENTAL_SDK_METRICS";

/** Variables of OpenTelemetry JS for the SDK. */
export const nodeVariables: Readonly<Record<NodeVariableName, Variable>> = specifiedBy(
  "https://opentelemetry.io/docs/zero-code/js/configuration/",
  {
    OTEL_NODE_RESOURCE_DETECTORS: {
      type: "list",
      default: "env,host,os,process,container,serviceinstance",
      values: detectorNames,
      doc: "What is found out about the process. `alibaba`, `aws`, `azure` and `gcp` ask the cloud's metadata server, and only when they are named (or `all` is).",
    },
    OTEL_NODE_EXPERIMENTAL_SDK_METRICS: {
      type: "boolean",
      default: "true",
      doc: "Whether the SDK's metrics about itself (`otel.sdk.*`) are sent with the others.",
    },
  },
);
