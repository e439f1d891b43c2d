import {
  type Exception,
  type Link,
  type Span,
  type SpanContext,
  type TraceState,
  isSpanContextValid,
} from "@opentelemetry/api";
import { type TraceId, parseInt32, parseTraceId, spanIdHex, traceIdHex } from "./id.ts";

/** What a new span takes over from its parent. */
export interface Parent {
  readonly trace: TraceId;
  readonly idHigh: number;
  readonly idLow: number;
  readonly traceFlags: number;
  readonly traceState: TraceState | undefined;
  readonly isRemote: boolean;
}

/** What makes a span addressable. */
export interface Identity {
  readonly trace: TraceId;
  readonly idHigh: number;
  readonly idLow: number;
  /** Written once more by the sampler, before anybody sees the span. */
  traceFlags: number;
  /** As `traceFlags`. */
  traceState: TraceState | undefined;
}

/** Base of the spans of this SDK: an identity in numbers, as a {@link SpanContext} only when asked. */
export abstract class IdentifiedSpan implements Identity, Parent {
  readonly trace: TraceId;
  readonly idHigh: number;
  readonly idLow: number;
  traceFlags: number;
  traceState: TraceState | undefined;
  private knownContext: SpanContext | undefined;

  constructor({ trace, idHigh, idLow, traceFlags, traceState }: Identity) {
    this.trace = trace;
    this.idHigh = idHigh;
    this.idLow = idLow;
    this.traceFlags = traceFlags;
    this.traceState = traceState;
    this.knownContext = undefined;
  }

  get isRemote(): boolean {
    return false;
  }

  spanContext(): SpanContext {
    return (this.knownContext ??= createSpanContext(this));
  }
}

function createSpanContext({
  trace,
  idHigh,
  idLow,
  traceFlags,
  traceState,
}: Identity): SpanContext {
  const context = { traceId: traceIdHex(trace), spanId: spanIdHex(idHigh, idLow), traceFlags };
  return traceState === undefined ? context : { ...context, traceState };
}

/** Reads the parent that a context names; undefined when it is none, or not a valid one. */
export function readParent(span: Span | undefined): Parent | undefined {
  if (span === undefined || span instanceof IdentifiedSpan) return span;
  const context = span.spanContext();
  if (!isSpanContextValid(context)) return undefined;
  const { traceId, spanId, traceFlags, traceState, isRemote = false } = context;
  return {
    trace: parseTraceId(traceId.toLowerCase()),
    idHigh: parseInt32(spanId, 0),
    idLow: parseInt32(spanId, 8),
    // Foreign propagators are not bound by our types.
    traceFlags: typeof traceFlags === "number" ? traceFlags : 0,
    traceState: isTraceState(traceState) ? traceState : undefined,
    isRemote,
  };
}

/** True for what can at least be asked for its text. */
export function isTraceState(value: unknown): value is TraceState {
  return typeof value === "object" && value !== null && "serialize" in value;
}

/** A span that the sampler has turned down: it is propagated, and records nothing. */
export function createUnrecordedSpan(identity: Identity): Span {
  return new UnrecordedSpan(identity);
}

class UnrecordedSpan extends IdentifiedSpan implements Span {
  setAttribute(): this {
    return this;
  }

  setAttributes(): this {
    return this;
  }

  addEvent(): this {
    return this;
  }

  addLink(_link: Link): this {
    return this;
  }

  addLinks(): this {
    return this;
  }

  setStatus(): this {
    return this;
  }

  updateName(): this {
    return this;
  }

  end(): void {
    // Nothing was recorded.
  }

  isRecording(): boolean {
    return false;
  }

  recordException(_exception: Exception): void {
    // Nothing is recorded.
  }
}
