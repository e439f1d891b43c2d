import type { Context } from "@opentelemetry/api";
import type { ReadableSpan, Span, SpanProcessor } from "@opentelemetry/sdk-trace";
import { reportOnce } from "./report-once.ts";

/** The users' span processors as one. */
export interface Processors {
  readonly isEmpty: boolean;
  onStart(span: Span, context: Context): void;
  onEnding(span: Span): void;
  onEnd(span: ReadableSpan): void;
  /** Settles when all have settled, or after `timeoutMs`; never rejects. */
  forceFlush(options: { readonly timeoutMs: number }): Promise<void>;
  /** As {@link forceFlush}. */
  shutdown(options: { readonly timeoutMs: number }): Promise<void>;
}

/**
 * Calls each processor in order. What one throws or rejects with is reported once and reaches neither the application
 * nor the other processors. https://opentelemetry.io/docs/specs/otel/trace/sdk/#span-processor
 */
export function createProcessors(processors: readonly SpanProcessor[]): Processors {
  return new GuardedProcessors(processors);
}

class GuardedProcessors implements Processors {
  readonly #processors: readonly SpanProcessor[];
  readonly isEmpty: boolean;

  constructor(processors: readonly SpanProcessor[]) {
    this.#processors = processors;
    this.isEmpty = processors.length === 0;
  }

  onStart(span: Span, context: Context): void {
    for (const processor of this.#processors) {
      try {
        processor.onStart(span, context);
      } catch (error) {
        failed(processor, "onStart", error);
      }
    }
  }

  onEnding(span: Span): void {
    for (const processor of this.#processors) {
      try {
        processor.onEnding?.(span);
      } catch (error) {
        failed(processor, "onEnding", error);
      }
    }
  }

  onEnd(span: ReadableSpan): void {
    for (const processor of this.#processors) {
      try {
        processor.onEnd(span);
      } catch (error) {
        failed(processor, "onEnd", error);
      }
    }
  }

  forceFlush({ timeoutMs }: { readonly timeoutMs: number }): Promise<void> {
    return within(timeoutMs, this.#all("forceFlush"));
  }

  shutdown({ timeoutMs }: { readonly timeoutMs: number }): Promise<void> {
    return within(timeoutMs, this.#all("shutdown"));
  }

  async #all(method: "forceFlush" | "shutdown"): Promise<void> {
    await Promise.all(
      this.#processors.map(async (processor) => {
        try {
          await processor[method]();
        } catch (error) {
          failed(processor, method, error);
        }
      }),
    );
  }
}

function failed(processor: SpanProcessor, method: string, error: unknown): void {
  const name = processor.constructor?.name ?? "without a name";
  reportOnce(processor, `The span processor ${name} failed in ${method}.`, error);
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  timer.unref();
  try {
    await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
