import type { ContentConfig } from "./content-config.ts";
import type { Signal } from "../env/otlp-variables.ts";
import type {
  compressions,
  engineNames,
  detectorNames,
  exemplarFilters,
  genAiConventions,
  mcpTrusts,
  histogramAggregations,
  logLevels,
  otlpProtocols,
  propagatorNames,
  temporalities,
} from "../env/values.ts";

/** Everything the SDK needs to know, complete: nothing below this type reads text or applies a default. */
export interface TelemetryConfig {
  /** True when nothing is recorded or sent (OTEL_SDK_DISABLED). */
  readonly disabled: boolean;
  readonly engine: EngineName;
  readonly logLevel: LogLevel;
  /** Resource attributes that the user gave, `service.name` included. */
  readonly resource: Readonly<Record<string, string>>;
  /** Empty when no context is propagated. */
  readonly propagators: readonly PropagatorName[];
  readonly sampler: SamplerConfig;
  readonly spanLimits: SpanLimits;
  readonly logRecordLimits: AttributeLimits;
  readonly traces: BatchedSignalConfig;
  readonly metrics: MetricsConfig;
  /** Whether the SDK's metrics about itself are sent with the others. */
  readonly selfMetrics: boolean;
  readonly logs: BatchedSignalConfig;
  /** What is found out about this process, the resource of all signals. */
  readonly resourceDetectors: readonly DetectorName[];
  readonly instrumentation: InstrumentationConfig;
  /** Versions of the GenAI conventions: the first is that of spans, all are those of metrics. */
  readonly genAiConventions: readonly (typeof genAiConventions)[number][];
  /** Who answers at the hosts of a pattern, for GenAI telemetry; the first that matches counts. */
  readonly genAiProviders: readonly { readonly hosts: string; readonly provider: string }[];
  /** Transports over which the span that an MCP peer names becomes a parent. */
  readonly mcpTrust: readonly Exclude<(typeof mcpTrusts)[number], "none">[];
  /** What is done with what users, models and tools say. */
  readonly content: ContentConfig;
  /** Longest time that the end of the process waits for telemetry, in milliseconds. */
  readonly shutdownTimeoutMs: number;
  /** Where batches wait on disk that cannot be delivered; absent: in memory alone. */
  readonly spool?: SpoolConfig;
  /** True when a problem in the configuration keeps the application from starting (AGENT_OTEL_STRICT). */
  readonly strict: boolean;
  /** A declarative configuration that takes the place of all that it can say (OTEL_CONFIG_FILE). */
  readonly configFile?: string;
}

/** Batches on disk. */
export interface SpoolConfig {
  /** An absolute path. */
  readonly directory: string;
  /** At least 1; of all processes that share the directory. */
  readonly maxBytes: number;
}

/** Which pipeline runs. */
export type EngineName = (typeof engineNames)[number];

export type LogLevel = (typeof logLevels)[number];

export type PropagatorName = Exclude<(typeof propagatorNames)[number], "none">;

/** Which traces are recorded; with `parentBased` only root spans are decided, the others follow. */
export interface SamplerConfig {
  /** The share of traces to record, 0 to 1. */
  readonly ratio: number;
  readonly parentBased: boolean;
}

/** Limits of the attributes of one item; `Infinity` is no limit. */
export interface AttributeLimits {
  /** Longest text value in characters; longer ones are cut. */
  readonly attributeValueLength: number;
  readonly attributeCount: number;
}

/** "Span Limits" of the trace SDK specification; `Infinity` is no limit. */
export interface SpanLimits extends AttributeLimits {
  readonly eventCount: number;
  readonly linkCount: number;
  readonly attributeCountPerEvent: number;
  readonly attributeCountPerLink: number;
}

export type DetectorName = Exclude<(typeof detectorNames)[number], "all" | "none">;

/** Which libraries are instrumented, and what of HTTP is recorded beyond the conventions. */
export interface InstrumentationConfig {
  /** Names of the only instrumentations that run; absent: all that run by default. */
  readonly enabled?: readonly string[];
  /** Names of instrumentations that run though they do not by default. */
  readonly added: readonly string[];
  /** Names of instrumentations that do not run, even when they are enabled. */
  readonly disabled: readonly string[];
  readonly http: HttpConfig;
}

/** Headers are named in lower case. */
export interface HttpConfig {
  readonly serverRequestHeaders: readonly string[];
  readonly serverResponseHeaders: readonly string[];
  readonly clientRequestHeaders: readonly string[];
  readonly clientResponseHeaders: readonly string[];
  /** Methods that are recorded by name; all others are `_OTHER`. */
  readonly knownMethods: readonly string[];
  /** Paths of requests to this process that are not recorded: exact ones, and `/prefix/*`. */
  readonly ignorePaths: readonly string[];
  /** Names of the query parameters whose values are recorded; `*`: of all that are no secrets. */
  readonly queryAllow: readonly string[];
  /** Patterns of the hosts that baggage is sent to. */
  readonly baggageAllow: readonly string[];
  /** Patterns of the hosts that no context is sent to. */
  readonly traceContextDeny: readonly string[];
}

/** Traces or logs: batches go to each exporter. */
export interface BatchedSignalConfig {
  /** Empty when the signal is off. */
  readonly exporters: readonly ExporterConfig[];
  readonly batch: BatchConfig;
}

export interface MetricsConfig {
  /** Empty when the signal is off. */
  readonly exporters: readonly ExporterConfig[];
  readonly exportIntervalMs: number;
  /** At most `exportIntervalMs`. */
  readonly exportTimeoutMs: number;
  /** What OTLP metrics count from ("Temporality Preference" of the OTLP exporter). */
  readonly temporality: (typeof temporalities)[number];
  readonly histogramAggregation: (typeof histogramAggregations)[number];
  readonly exemplarFilter: (typeof exemplarFilters)[number];
}

export interface BatchConfig {
  readonly scheduleDelayMs: number;
  readonly exportTimeoutMs: number;
  /** `Infinity`: as many as the memory for exports takes. */
  readonly maxQueueSize: number;
  /** At most `maxQueueSize`. `Infinity`: as many as a batch of 1 MiB takes. */
  readonly maxExportBatchSize: number;
}

export type ExporterConfig =
  | { readonly kind: "console" }
  | OtlpConfig
  | PrometheusConfig
  | ZipkinConfig;

/** An HTTP server that Prometheus scrapes; for metrics only. */
export interface PrometheusConfig {
  readonly kind: "prometheus";
  readonly host: string;
  readonly port: number;
}

/** For traces only. */
export interface ZipkinConfig {
  readonly kind: "zipkin";
  readonly url: string;
  readonly timeoutMs: number;
}

/** One OTLP exporter of one signal. */
export interface OtlpConfig {
  readonly kind: "otlp";
  readonly signal: Signal;
  readonly protocol: OtlpProtocol;
  /** The whole URL for HTTP; scheme, host and port for gRPC (`http:` means no TLS). */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly compression: (typeof compressions)[number];
  readonly tls: TlsFiles;
}

export type OtlpProtocol = (typeof otlpProtocols)[number];

/** PEM files, by path; each absent when not set. */
export interface TlsFiles {
  readonly certificate?: string;
  readonly clientKey?: string;
  readonly clientCertificate?: string;
}
