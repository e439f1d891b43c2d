import { ProxyTracerProvider } from "@opentelemetry/api";
import type { Context, Span, SpanOptions, Tracer, TracerProvider } from "@opentelemetry/api";

/** A tracer provider whose tracers, also those that were given out long ago, go where it is pointed to. */
export interface SwitchingTracers extends TracerProvider {
  /** Undefined: nowhere. */
  pointTo(target: TracerProvider | undefined): void;
}

/**
 * Creates such a provider. Modules keep their tracer for the life of the process, and the API's proxies bind it to the first
 * provider they find; without this only the first of several captures would see them.
 */
export function createSwitchingTracers(): SwitchingTracers {
  let current = NOWHERE;
  return {
    pointTo: (target) => {
      current = target ?? NOWHERE;
    },
    getTracer: (name, version, options) =>
      new SwitchingTracer(
        () => current,
        (provider) => provider.getTracer(name, version, options),
      ),
  };
}

/** The API's own provider while nothing is registered: its spans record nothing. */
const NOWHERE: TracerProvider = new ProxyTracerProvider();

class SwitchingTracer implements Tracer {
  readonly #provider: () => TracerProvider;
  readonly #open: (provider: TracerProvider) => Tracer;
  #opened: { readonly provider: TracerProvider; readonly tracer: Tracer } | undefined;

  constructor(provider: () => TracerProvider, open: (provider: TracerProvider) => Tracer) {
    this.#provider = provider;
    this.#open = open;
  }

  startSpan(name: string, options?: SpanOptions, context?: Context): Span {
    return this.#tracer().startSpan(name, options, context);
  }

  startActiveSpan<F extends (span: Span) => unknown>(
    name: string,
    ...rest: unknown[]
  ): ReturnType<F> {
    const tracer = this.#tracer();
    // oxlint-disable-next-line typescript/unbound-method -- applied to its tracer
    return Reflect.apply(tracer.startActiveSpan, tracer, [name, ...rest]);
  }

  #tracer(): Tracer {
    const provider = this.#provider();
    if (this.#opened?.provider !== provider) {
      this.#opened = { provider, tracer: this.#open(provider) };
    }
    return this.#opened.tracer;
  }
}
