import type {
  BatchConfig,
  DetectorName,
  EngineName,
  HttpConfig,
  LogLevel,
  OtlpConfig,
  PropagatorName,
  SpanLimits,
  TelemetryConfig,
} from "./config.ts";
import type {
  contentForms,
  contentPlaces,
  exporterNames,
  histogramAggregations,
  instrumentationNames,
  mcpTrusts,
  redactionNames,
  requestedInstrumentationNames,
  samplerNames,
  temporalities,
} from "../env/values.ts";

/**
 * Settings made in code. Each is the same as an environment variable, wins over it, and is checked in the
 * same way; `docs/configuration.md` names the option of each variable.
 */
export interface ConfigOptions extends OtlpOptions {
  /** `service.name` of everything that is sent. @default OTEL_SERVICE_NAME, else the nearest package.json */
  readonly serviceName?: string;
  /** Resource attributes, merged over OTEL_RESOURCE_ATTRIBUTES. @default none */
  readonly resourceAttributes?: Readonly<Record<string, string>>;
  /** Turns the SDK off. @default OTEL_SDK_DISABLED */
  readonly disabled?: boolean;
  /** Ends the process with exit code 78 when there is a problem. @default AGENT_OTEL_STRICT */
  readonly strict?: boolean;
  /** @default AGENT_OTEL_ENGINE */
  readonly engine?: EngineName;
  /** @default OTEL_LOG_LEVEL */
  readonly logLevel?: LogLevel;
  /** Sends metrics about the SDK itself. @default OTEL_NODE_EXPERIMENTAL_SDK_METRICS */
  readonly selfMetrics?: boolean;
  /** Longest wait at the end of the process, in milliseconds. @default AGENT_OTEL_SHUTDOWN_TIMEOUT */
  readonly shutdownTimeoutMs?: number;
  /** What cannot be delivered waits on disk. */
  readonly spool?: {
    /** An absolute path. @default AGENT_OTEL_SPOOL_DIRECTORY */
    readonly directory?: string;
    /** @default AGENT_OTEL_SPOOL_MAX_BYTES */
    readonly maxBytes?: number;
  };
  /** A declarative configuration file. @default OTEL_CONFIG_FILE */
  readonly configFile?: string;
  /** @default OTEL_PROPAGATORS */
  readonly propagators?: readonly (PropagatorName | "none")[];
  /** @default OTEL_TRACES_SAMPLER */
  readonly sampler?: (typeof samplerNames)[number];
  /** The share of traces to record, 0 to 1. @default OTEL_TRACES_SAMPLER_ARG */
  readonly samplerRatio?: number;
  /** @default OTEL_NODE_RESOURCE_DETECTORS */
  readonly resourceDetectors?: readonly (DetectorName | "all" | "none")[];
  /** The only instrumentations that run. @default OTEL_NODE_ENABLED_INSTRUMENTATIONS */
  readonly enabledInstrumentations?: readonly (typeof instrumentationNames)[number][];
  /** Run beside those that run by default. @default AGENT_OTEL_ADD_INSTRUMENTATIONS */
  readonly addInstrumentations?: readonly (typeof requestedInstrumentationNames)[number][];
  /** @default OTEL_NODE_DISABLED_INSTRUMENTATIONS */
  readonly disabledInstrumentations?: readonly (typeof instrumentationNames)[number][];
  /** The first is that of spans, all are those of metrics. @default AGENT_OTEL_GENAI_CONVENTIONS */
  readonly genAiConventions?: TelemetryConfig["genAiConventions"];
  /** Who answers at which host: `llm.example.com=groq`. @default AGENT_OTEL_GENAI_PROVIDERS */
  readonly genAiProviders?: readonly string[];
  /** Transports over which MCP peers are trusted. @default AGENT_OTEL_MCP_TRUST */
  readonly mcpTrust?: readonly (typeof mcpTrusts)[number][];
  /** What is done with what users, models and tools say. */
  readonly content?: ContentOptions;
  /**
   * What of HTTP is recorded, and which hosts get the context.
   * @default OTEL_INSTRUMENTATION_HTTP_…, AGENT_OTEL_HTTP_…, AGENT_OTEL_BAGGAGE_ALLOW, AGENT_OTEL_TRACE_CONTEXT_DENY
   */
  readonly http?: Partial<HttpConfig>;
  /** Limits of all attributes. @default OTEL_ATTRIBUTE_…_LIMIT */
  readonly attributeLimits?: { readonly valueLength?: number; readonly count?: number };
  readonly traces?: SignalOptions<"traces"> & {
    readonly batch?: Partial<BatchConfig>;
    readonly limits?: Partial<SpanLimits>;
    /** @default OTEL_EXPORTER_ZIPKIN_ENDPOINT */
    readonly zipkinEndpoint?: string;
    /** In milliseconds. @default OTEL_EXPORTER_ZIPKIN_TIMEOUT */
    readonly zipkinTimeoutMs?: number;
  };
  readonly metrics?: MetricsOptions;
  readonly logs?: SignalOptions<"logs"> & {
    readonly batch?: Partial<BatchConfig>;
    readonly limits?: Partial<Pick<SpanLimits, "attributeCount" | "attributeValueLength">>;
  };
}

interface ContentOptions {
  /** Where contents are recorded. @default AGENT_OTEL_CONTENT_CAPTURE */
  readonly capture?: (typeof contentPlaces)[number];
  /** @default AGENT_OTEL_CONTENT_FORM */
  readonly form?: (typeof contentForms)[number];
  /** @default AGENT_OTEL_CONTENT_HASH_KEY */
  readonly hashKey?: string;
  /** @default AGENT_OTEL_CONTENT_MAX_BYTES */
  readonly maxBytes?: number;
  /** @default AGENT_OTEL_CONTENT_REDACT */
  readonly redact?: readonly (typeof redactionNames)[number][];
  /** As the variable has them: `name=pattern`, with blanks between them. @default AGENT_OTEL_CONTENT_PATTERNS */
  readonly patterns?: string;
  /** @default AGENT_OTEL_CONTENT_ATTRIBUTES */
  readonly attributes?: readonly string[];
  /** @default AGENT_OTEL_CONTENT_ALLOW */
  readonly allow?: readonly string[];
  /** @default AGENT_OTEL_CONTENT_CANARY */
  readonly canary?: string;
}

/** The OTLP exporter; of all signals, or of one, which wins. */
interface OtlpOptions {
  /** @default OTEL_EXPORTER_OTLP_ENDPOINT */
  readonly endpoint?: string;
  /** @default OTEL_EXPORTER_OTLP_PROTOCOL */
  readonly protocol?: OtlpConfig["protocol"];
  /** @default OTEL_EXPORTER_OTLP_HEADERS */
  readonly headers?: Readonly<Record<string, string>>;
  /** In milliseconds. @default OTEL_EXPORTER_OTLP_TIMEOUT */
  readonly timeoutMs?: number;
  /** @default OTEL_EXPORTER_OTLP_COMPRESSION */
  readonly compression?: OtlpConfig["compression"];
  /** Path of a PEM file. @default OTEL_EXPORTER_OTLP_CERTIFICATE */
  readonly certificate?: string;
  /** Path of a PEM file. @default OTEL_EXPORTER_OTLP_CLIENT_KEY */
  readonly clientKey?: string;
  /** Path of a PEM file. @default OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE */
  readonly clientCertificate?: string;
  /** @default OTEL_EXPORTER_OTLP_INSECURE */
  readonly insecure?: boolean;
}

interface SignalOptions<Signal extends keyof typeof exporterNames> extends OtlpOptions {
  /** Where the signal goes; `["none"]` turns it off. @default OTEL_TRACES_EXPORTER and its like */
  readonly exporters?: readonly (typeof exporterNames)[Signal][number][];
}

interface MetricsOptions extends SignalOptions<"metrics"> {
  /** In milliseconds. @default OTEL_METRIC_EXPORT_INTERVAL */
  readonly exportIntervalMs?: number;
  /** In milliseconds. @default OTEL_METRIC_EXPORT_TIMEOUT */
  readonly exportTimeoutMs?: number;
  /** @default OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE */
  readonly temporality?: (typeof temporalities)[number];
  /** @default OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION */
  readonly histogramAggregation?: (typeof histogramAggregations)[number];
  /** @default OTEL_EXPORTER_PROMETHEUS_HOST */
  readonly prometheusHost?: string;
  /** @default OTEL_EXPORTER_PROMETHEUS_PORT */
  readonly prometheusPort?: number;
}
