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

/** Spans that are never ended must not fill the memory: the oldest is forgotten. */
const MOST = 1000;

class BoundedIds implements FailedBelow {
  readonly #ids = new Set<string>();

  get isEmpty(): boolean {
    return this.#ids.size === 0;
  }

  add(parent: SpanContext | undefined): void {
    if (parent === undefined || parent.isRemote === true) return;
    this.#ids.add(idOf(parent));
    if (this.#ids.size <= MOST) return;
    const [oldest] = this.#ids;
    if (oldest !== undefined) this.#ids.delete(oldest);
  }

  has(span: SpanContext | undefined): boolean {
    return span !== undefined && this.#ids.size > 0 && this.#ids.has(idOf(span));
  }

  take(span: SpanContext, parent: SpanContext | undefined): boolean {
    if (!this.#ids.delete(idOf(span))) return false;
    this.add(parent);
    return true;
  }
}

function idOf({ traceId, spanId }: SpanContext): string {
  return traceId + spanId;
}
