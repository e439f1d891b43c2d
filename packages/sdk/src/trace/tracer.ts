import {
  type Context,
  context as contextApi,
  INVALID_SPAN_CONTEXT,
  type Span,
  type SpanOptions,
  trace,
  type Tracer,
} from "@opentelemetry/api";
import { fail } from "./quiet-diag.ts";
import type { Scope } from "./scope.ts";
import { startSpan, type TracerParts } from "./start-span.ts";

/**
 * Creates a tracer. None of its methods throws, but for what the callback of `startActiveSpan` throws.
 * https://opentelemetry.io/docs/specs/otel/trace/api/#tracer
 */
export function createTracer(scope: Scope, parts: TracerParts): Tracer {
  return new ScopedTracer(scope, parts);
}

type Body = (span: Span) => unknown;

class ScopedTracer implements Tracer {
  readonly #scope: Scope;
  readonly #parts: TracerParts;

  constructor(scope: Scope, parts: TracerParts) {
    this.#scope = scope;
    this.#parts = parts;
  }

  startSpan(name: string, options?: SpanOptions, given?: Context): Span {
    try {
      const context = given ?? contextApi.active();
      const span = startSpan(
        { scope: this.#scope, name, context },
        this.#parts,
        options ?? NO_OPTIONS,
      );
      return span ?? unrecorded;
    } catch (error) {
      fail("A span could not be started; the application goes on without it.", error);
      return unrecorded;
    }
  }

  startActiveSpan<F extends Body>(name: string, fn: F): ReturnType<F>;
  startActiveSpan<F extends Body>(name: string, options: SpanOptions, fn: F): ReturnType<F>;
  startActiveSpan<F extends Body>(
    name: string,
    options: SpanOptions,
    context: Context,
    fn: F,
  ): ReturnType<F>;
  startActiveSpan<F extends (span: Span) => ReturnType<F>>(
    name: string,
    second: F | SpanOptions,
    third?: Context | F,
    fourth?: F,
  ): ReturnType<F> {
    // The overloads say which is which: the callback is the last.
    /* oxlint-disable typescript/no-unsafe-type-assertion */
    const fn = (fourth ?? third ?? second) as F | undefined;
    // As upstream does: without a callback there is nothing to be done.
    if (fn === undefined) return undefined as ReturnType<F>;
    const options = third === undefined ? undefined : (second as SpanOptions);
    const given = fourth === undefined ? undefined : (third as Context | undefined);
    /* oxlint-enable typescript/no-unsafe-type-assertion */
    const context = given ?? contextApi.active();
    const span = this.startSpan(name, options, context);
    return contextApi.with(trace.setSpan(context, span), fn, undefined, span);
  }
}

/** What upstream gives where tracing is suppressed. */
const unrecorded = trace.wrapSpanContext(INVALID_SPAN_CONTEXT);

const NO_OPTIONS: SpanOptions = {};
