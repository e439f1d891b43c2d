import type { HrTime, Link, SpanKind, SpanStatus, TraceState } from "@opentelemetry/api";
import type { TimedEvent } from "@opentelemetry/sdk-trace";
import type { Scope } from "./scope.ts";
import type { TraceId } from "./id.ts";

/**
 * An ended span as the encoder reads it: clean (no getters, proxies, cycles or types that OTLP lacks), and flat, so that
 * a span costs few allocations.
 */
export interface SpanRecord {
  readonly scope: Scope;
  readonly name: string;
  readonly kind: SpanKind;
  readonly trace: TraceId;
  readonly idHigh: number;
  readonly idLow: number;
  readonly traceFlags: number;
  readonly traceState: TraceState | undefined;
  /** Both 0 when there is no parent. */
  readonly parentHigh: number;
  readonly parentLow: number;
  readonly parentIsRemote: boolean;
  readonly startTime: HrTime;
  readonly endTime: HrTime;
  /** Key, value, key, value, … */
  readonly attributeList: readonly unknown[];
  readonly eventList: readonly TimedEvent[] | undefined;
  readonly linkList: readonly Link[] | undefined;
  readonly spanStatus: SpanStatus;
  readonly droppedAttributesCount: number;
  readonly droppedEventsCount: number;
  readonly droppedLinksCount: number;
}
