import type { HrTime, SpanContext } from "@opentelemetry/api";

/** Knows which running spans have a GenAI span below them that failed: its error may have reached them. */
export interface FailedBelow {
  readonly isEmpty: boolean;
  /** A GenAI span with this parent has failed. */
  add(parent: SpanContext | undefined): void;
  /**
   * Whether the span of this context has one below it, or may have.
   *
   * @param startTime When the span began. @default not known
   */
  has(span: SpanContext | undefined, startTime?: HrTime): boolean;
  /** As {@link has}, when the span ends: what holds for it holds for its parent from now on. */
  take(span: StartedSpan, parent: SpanContext | undefined): boolean;
}

/** What is known of a span that ends. */
interface StartedSpan {
  readonly startTime: HrTime;
  spanContext(): SpanContext;
}

/** Creates it, empty. */
export function createFailedBelow(): FailedBelow {
  return new BoundedIds();
}

/** Spans that are never ended must not fill the memory: the oldest is forgotten. */
const MOST = 1000;

/**
 * Which span was forgotten nobody knows any more, but it had begun by then: since, it holds for every span that had. Their
 * parents had begun as well.
 */
class BoundedIds implements FailedBelow {
  readonly #ids = new Set<string>();
  /** Milliseconds of the epoch; 0 while no id was forgotten. */
  #forgottenAt = 0;

  get isEmpty(): boolean {
    return this.#ids.size === 0 && this.#forgottenAt === 0;
  }

  add(parent: SpanContext | undefined): void {
    if (parent === undefined || parent.isRemote === true) return;
    this.#ids.add(idOf(parent));
    if (this.#ids.size <= MOST) return;
    const [oldest] = this.#ids;
    if (oldest !== undefined) this.#ids.delete(oldest);
    this.#forgottenAt = Date.now() + CLOCK_STEP_MS;
  }

  has(span: SpanContext | undefined, startTime?: HrTime): boolean {
    if (span === undefined) return false;
    if (this.#ids.size > 0 && this.#ids.has(idOf(span))) return true;
    return this.#mayBeForgotten(startTime);
  }

  take(span: StartedSpan, parent: SpanContext | undefined): boolean {
    if (!this.#ids.delete(idOf(span.spanContext()))) return this.#mayBeForgotten(span.startTime);
    this.add(parent);
    return true;
  }

  #mayBeForgotten(startTime: HrTime | undefined): boolean {
    if (this.#forgottenAt === 0) return false;
    if (startTime === undefined) return true;
    return startTime[0] * 1000 + startTime[1] / 1e6 <= this.#forgottenAt;
  }
}

/** By which the clock of a span, which has its own beginning, may differ from the system's. */
const CLOCK_STEP_MS = 1000;

function idOf({ traceId, spanId }: SpanContext): string {
  return traceId + spanId;
}
