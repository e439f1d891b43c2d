import { AsyncLocalStorage } from "node:async_hooks";
import { context, metrics, propagation, ROOT_CONTEXT, trace } from "@opentelemetry/api";
import type { Context, ContextManager } from "@opentelemetry/api";
import {
  CompositePropagator,
  W3CBaggagePropagator,
  W3CTraceContextPropagator,
} from "@opentelemetry/core";
import { MeterProvider, MetricReader } from "@opentelemetry/sdk-metrics";
import type { MetricData } from "@opentelemetry/sdk-metrics";
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import type { ReadableSpan, SpanProcessor } from "@opentelemetry/sdk-trace";

/** Telemetry of one test process, kept in memory. */
export interface TestTelemetry {
  /** Finished spans since the last {@link reset}. */
  spans(): ReadableSpan[];
  /** The finished span of this name; fails when there is none or more than one. */
  span(name: string): ReadableSpan;
  /** Names of spans that began and did not end. */
  open(): string[];
  /** All metrics so far. */
  metrics(): Promise<MetricData[]>;
  /** Attributes of all points of a metric. */
  points(name: string): Promise<{ attributes: Record<string, unknown>; value: unknown }[]>;
  /** Everything recorded, as text to search. */
  dump(): Promise<string>;
  reset(): void;
}

/** Registers providers, a context manager and propagators as an application with an SDK has them. */
export function registerTestTelemetry(): TestTelemetry {
  const exporter = new InMemorySpanExporter();
  const openSpans = new OpenSpans();
  const reader = new ManualReader();
  context.setGlobalContextManager(new AlsContextManager());
  propagation.setGlobalPropagator(
    new CompositePropagator({
      propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()],
    }),
  );
  trace.setGlobalTracerProvider(
    new TracerProvider({ spanProcessors: [openSpans, new SimpleSpanProcessor({ exporter })] }),
  );
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
  const read = async (): Promise<MetricData[]> => {
    const { resourceMetrics } = await reader.collect();
    return resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics);
  };
  return {
    spans: () => exporter.getFinishedSpans(),
    span: (name) => {
      const found = exporter.getFinishedSpans().filter((span) => span.name === name);
      const [first] = found;
      if (first === undefined || found.length > 1) {
        const all = exporter.getFinishedSpans().map((span) => span.name);
        throw new Error(`${found.length} spans named ${name} among: ${all.join(", ")}`);
      }
      return first;
    },
    open: () => openSpans.names(),
    metrics: read,
    points: async (name) =>
      (await read())
        .filter((metric) => metric.descriptor.name === name)
        .flatMap(
          (metric) =>
            metric.dataPoints as { attributes: Record<string, unknown>; value: unknown }[],
        ),
    dump: async () => JSON.stringify([exporter.getFinishedSpans().map(describe), await read()]),
    reset: () => exporter.reset(),
  };
}

function describe({ name, attributes, status, events, links }: ReadableSpan): unknown {
  return { name, attributes, status, events, links };
}

class AlsContextManager implements ContextManager {
  readonly #storage = new AsyncLocalStorage<Context>();

  active(): Context {
    return this.#storage.getStore() ?? ROOT_CONTEXT;
  }

  with<A extends unknown[], F extends (...args: A) => ReturnType<F>>(
    active: Context,
    run: F,
    thisArg?: ThisParameterType<F>,
    ...args: A
  ): ReturnType<F> {
    return this.#storage.run(active, () => Reflect.apply(run, thisArg, args));
  }

  bind<T>(_context: Context, target: T): T {
    return target;
  }

  enable(): this {
    return this;
  }

  disable(): this {
    this.#storage.disable();
    return this;
  }
}

class OpenSpans implements SpanProcessor {
  readonly #open = new Map<string, string>();

  onStart(span: Parameters<SpanProcessor["onStart"]>[0]): void {
    this.#open.set(span.spanContext().spanId, span.name);
  }

  onEnd(span: ReadableSpan): void {
    this.#open.delete(span.spanContext().spanId);
  }

  names(): string[] {
    return [...this.#open.values()];
  }

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}
}

class ManualReader extends MetricReader {
  protected async onForceFlush(): Promise<void> {}

  protected async onShutdown(): Promise<void> {}
}
