import type { Attributes } from "@opentelemetry/api";
import type { ReadableSpan } from "@opentelemetry/sdk-trace";

/** A span that has ended. */
export interface CapturedSpan {
  readonly name: string;
  readonly kind: "internal" | "server" | "client" | "producer" | "consumer";
  readonly traceId: string;
  readonly spanId: string;
  /** Absent on a root. */
  readonly parentSpanId?: string;
  readonly attributes: Attributes;
  readonly status: { readonly code: "unset" | "ok" | "error"; readonly message?: string };
  readonly events: readonly { readonly name: string; readonly attributes: Attributes }[];
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  /** Name of what made it. */
  readonly scope: string;
  readonly durationMs: number;
  /** OpenTelemetry's own form, for its tools and for `@agent-otel/semconv-genai/validate`. */
  readonly readable: ReadableSpan;
}

/** A log record or event. */
export interface CapturedLog {
  /** Present on events. */
  readonly eventName?: string;
  readonly severity?: string;
  readonly body: unknown;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Of the span it belongs to. */
  readonly traceId?: string;
  readonly spanId?: string;
  /** Name of what made it. */
  readonly scope: string;
}

/** A series of a metric: all measurements with the same labels. */
export interface CapturedPoint {
  readonly attributes: Readonly<Record<string, unknown>>;
  /** The sum of a counter, the last value of a gauge, the sum of all values of a histogram. */
  readonly value: number;
  /** Number of values; histograms only. */
  readonly count?: number;
}

/** A metric with everything measured since the capture began or was reset. */
export interface CapturedMetric {
  readonly name: string;
  readonly unit: string;
  readonly points: readonly CapturedPoint[];
}
