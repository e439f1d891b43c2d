import type { TextMapPropagator } from "@opentelemetry/api";
import type { LogRecordProcessor } from "@opentelemetry/sdk-logs";
import type { IMetricReader, ViewOptions } from "@opentelemetry/sdk-metrics";
import type { ContentHook } from "./content-policy/rewrite-content.ts";
import type { IdGenerator, Sampler, SpanProcessor } from "@opentelemetry/sdk-trace";

/** Parts with OpenTelemetry's own interfaces that a program adds in code; what a file or variable cannot say. */
export interface TelemetryComponents {
  /** See every span, beside the exporters of the configuration. @default none */
  readonly spanProcessors?: readonly SpanProcessor[];
  /** In place of the configured sampler. @default OTEL_TRACES_SAMPLER */
  readonly sampler?: Sampler;
  /** @default random ids */
  readonly idGenerator?: IdGenerator;
  /** See every log record, beside the exporters of the configuration. @default none */
  readonly logRecordProcessors?: readonly LogRecordProcessor[];
  /** Beside those of the configuration. @default none */
  readonly metricReaders?: readonly IMetricReader[];
  /** @default none */
  readonly views?: readonly ViewOptions[];
  /** Sees each content that is captured before it is recorded, and may change it or keep it out. @default none */
  readonly contentHook?: ContentHook;
  /** In place of the configured propagators. @default OTEL_PROPAGATORS */
  readonly propagator?: TextMapPropagator;
}
