import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import type { ReadableSpan, Span, SpanProcessor } from "@opentelemetry/sdk-trace";
import type { CapturedSpan } from "./captured.ts";

/** Keeps spans as they leave the pipeline, in the order of their beginning. */
export class SpanStore implements SpanProcessor {
  readonly #begun = new Map<string, { readonly name: string; readonly order: number }>();
  #ended: { readonly order: number; readonly span: ReadableSpan }[] = [];
  #order = 0;

  onStart(span: Span): void {
    this.#order += 1;
    this.#begun.set(span.spanContext().spanId, { name: span.name, order: this.#order });
  }

  onEnd(span: ReadableSpan): void {
    const { spanId } = span.spanContext();
    const begun = this.#begun.get(spanId);
    // Begun before the last reset: it belongs to what was forgotten.
    if (begun === undefined) return;
    this.#begun.delete(spanId);
    this.#ended.push({ order: begun.order, span });
  }

  /** Those that have ended. */
  spans(): CapturedSpan[] {
    return this.#ended.toSorted((a, b) => a.order - b.order).map(({ span }) => toCaptured(span));
  }

  /** Names of those that have not. */
  open(): string[] {
    return [...this.#begun.values()].map(({ name }) => name);
  }

  reset(): void {
    this.#begun.clear();
    this.#ended = [];
  }

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}
}

function toCaptured(span: ReadableSpan): CapturedSpan {
  const { traceId, spanId } = span.spanContext();
  const parentSpanId = span.parentSpanContext?.spanId;
  const { code, message } = span.status;
  const [seconds, nanoseconds] = span.duration;
  return {
    name: span.name,
    kind: KINDS[span.kind],
    traceId,
    spanId,
    ...(parentSpanId === undefined ? {} : { parentSpanId }),
    attributes: span.attributes,
    status: { code: CODES[code], ...(message === undefined ? {} : { message }) },
    events: span.events.map(({ name, attributes = {} }) => ({ name, attributes })),
    links: span.links.map(({ context }) => ({ traceId: context.traceId, spanId: context.spanId })),
    scope: span.instrumentationScope.name,
    durationMs: seconds * 1000 + nanoseconds / 1_000_000,
    readable: span,
  };
}

const KINDS = {
  [SpanKind.INTERNAL]: "internal",
  [SpanKind.SERVER]: "server",
  [SpanKind.CLIENT]: "client",
  [SpanKind.PRODUCER]: "producer",
  [SpanKind.CONSUMER]: "consumer",
} as const;

const CODES = {
  [SpanStatusCode.UNSET]: "unset",
  [SpanStatusCode.OK]: "ok",
  [SpanStatusCode.ERROR]: "error",
} as const;
