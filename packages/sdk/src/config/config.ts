import type { Signal } from "../env/otlp-variables.ts";
import type {
  compressions,
  engineNames,
  logLevels,
  otlpProtocols,
  propagatorNames,
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
  readonly traces: BatchedSignalConfig;
  readonly metrics: MetricsConfig;
  readonly logs: BatchedSignalConfig;
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
}

export interface BatchConfig {
  readonly scheduleDelayMs: number;
  readonly exportTimeoutMs: number;
  readonly maxQueueSize: number;
  /** At most `maxQueueSize`. */
  readonly maxExportBatchSize: number;
}

export type ExporterConfig = { readonly kind: "console" } | OtlpConfig;

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
