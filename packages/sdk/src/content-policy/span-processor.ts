import type { HrTime, Link, SpanContext, SpanStatus } from "@opentelemetry/api";
import type { ReadableSpan, SpanProcessor, TimedEvent } from "@opentelemetry/sdk-trace";
import { type RewriteAttribute, rewriteRecord } from "../trace/attribute-list.ts";
import { reportOnce } from "../trace/report-once.ts";
import type { ScreenedSpan, ScreenSpan } from "./screen-span.ts";

/**
 * Applies the policy to upstream's spans, before the processors behind it see them. A span that it fails for loses
 * everything that could hold contents.
 */
export function screeningSpanProcessor(screenSpan: ScreenSpan): SpanProcessor {
  return {
    onStart: () => undefined,
    onEnd: (span) => {
      try {
        screenSpan(new UpstreamSpan(span));
      } catch (error) {
        reportOnce(
          screenSpan,
          "The content policy failed: such spans lose their attributes.",
          error,
        );
        empty(span);
      }
    },
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
}

/** Upstream's fields are plain ones, if read-only by their types. */
class UpstreamSpan implements ScreenedSpan {
  readonly #span: ReadableSpan;

  constructor(span: ReadableSpan) {
    this.#span = span;
  }

  get instrumentationScope(): { readonly name: string } {
    return this.#span.instrumentationScope;
  }

  get parentSpanContext(): SpanContext | undefined {
    return this.#span.parentSpanContext;
  }

  get startTime(): HrTime {
    return this.#span.startTime;
  }

  spanContext(): SpanContext {
    return this.#span.spanContext();
  }

  rewriteAttributes(rewrite: RewriteAttribute): void {
    const { attributes } = this.#span;
    const rewritten = rewriteRecord(attributes, rewrite);
    if (rewritten !== attributes) replace(this.#span, "attributes", rewritten);
  }

  get eventList(): TimedEvent[] | undefined {
    const { events } = this.#span;
    return events.length === 0 ? undefined : events;
  }

  set eventList(events: TimedEvent[] | undefined) {
    replace(this.#span, "events", events ?? []);
  }

  get linkList(): Link[] | undefined {
    const { links } = this.#span;
    return links.length === 0 ? undefined : links;
  }

  set linkList(links: Link[] | undefined) {
    replace(this.#span, "links", links ?? []);
  }

  get spanStatus(): SpanStatus {
    return this.#span.status;
  }

  set spanStatus(status: SpanStatus) {
    replace(this.#span, "status", status);
  }
}

function empty(span: ReadableSpan): void {
  replace(span, "attributes", {});
  replace(span, "events", []);
  replace(span, "links", []);
  replace(span, "status", { code: span.status.code });
}

function replace(span: ReadableSpan, field: string, value: unknown): void {
  if (!Reflect.set(span, field, value))
    throw new TypeError(`the span's ${field} cannot be replaced`);
}
