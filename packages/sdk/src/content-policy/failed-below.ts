import type { SpanContext } from "@opentelemetry/api";

/** Knows which running spans have a GenAI span below them that failed: its error may have reached them. */
export interface FailedBelow {
  readonly isEmpty: boolean;
  /** A GenAI span with this parent has failed. */
  add(parent: SpanContext | undefined): void;
  /** Whether the span of this context has one below it. */
  has(span: SpanContext | undefined): boolean;
  /** As {@link has}, when the span ends: what holds for it holds for its parent from now on. */
  take(span: SpanContext, parent: SpanContext | undefined): boolean;
}

/** Creates it, empty. */
export function createFailedBelow(): FailedBelow {
  return new BoundedIds();
}

/** Spans that are never ended must not fill the memory. */
const MOST = 10_000;
/** So long a span may have been under way when its id was forgotten. */
const FORGOTTEN_MS = 600_000;

/**
 * When there are too many, the oldest is forgotten, and from then on every span counts as one of them, until all have
 * ended or ten minutes are over: rather are words lost that nobody would have minded than prompts told.
 */
class BoundedIds implements FailedBelow {
  readonly #ids = new Set<string>();
  #forgotAt = -Infinity;

  get isEmpty(): boolean {
    return this.#ids.size === 0;
  }

  add(parent: SpanContext | undefined): void {
    if (parent === undefined || parent.isRemote === true) return;
    this.#ids.add(idOf(parent));
    if (this.#ids.size <= MOST) return;
    const [oldest] = this.#ids;
    if (oldest !== undefined) this.#ids.delete(oldest);
    this.#forgotAt = performance.now();
  }

  has(span: SpanContext | undefined): boolean {
    if (span === undefined || this.#ids.size === 0) return false;
    return this.#ids.has(idOf(span)) || this.#hasForgotten();
  }

  take(span: SpanContext, parent: SpanContext | undefined): boolean {
    const isKnown = this.#ids.delete(idOf(span));
    if (isKnown) this.add(parent);
    // Before the last of them is forgotten as well.
    const counts = isKnown || this.#hasForgotten();
    if (this.#ids.size === 0) this.#forgotAt = -Infinity;
    return counts;
  }

  #hasForgotten(): boolean {
    return performance.now() - this.#forgotAt < FORGOTTEN_MS;
  }
}

function idOf({ traceId, spanId }: SpanContext): string {
  return traceId + spanId;
}
