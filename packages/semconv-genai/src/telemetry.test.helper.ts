import { AsyncLocalStorage } from "node:async_hooks";
import { context, logs, metrics, ROOT_CONTEXT, trace } from "@opentelemetry/api";
import type { Context, ContextManager } from "@opentelemetry/api";
import {
  InMemoryLogRecordExporter,
  LoggerProvider,
  SimpleLogRecordProcessor,
} from "@opentelemetry/sdk-logs";
import { MeterProvider, MetricReader } from "@opentelemetry/sdk-metrics";
import type { MetricData } from "@opentelemetry/sdk-metrics";
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
} from "@opentelemetry/sdk-trace";

/** Registers a tracer provider that keeps its spans. */
export function traced(): InMemorySpanExporter {
  const exporter = new InMemorySpanExporter();
  trace.disable();
  trace.setGlobalTracerProvider(
    new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }),
  );
  return exporter;
}

/** Registers a meter provider that is read by hand. */
export function metered(): MetricReader {
  const reader = new ManualReader();
  metrics.disable();
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
  return reader;
}

/** Registers a logger provider that keeps its records. */
export function logged(): InMemoryLogRecordExporter {
  const exporter = new InMemoryLogRecordExporter();
  logs.disable();
  logs.setGlobalLoggerProvider(
    new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] }),
  );
  return exporter;
}

/** Registers a context manager that follows promises. */
export function followed(): void {
  context.disable();
  context.setGlobalContextManager(new AsyncContexts());
}

/** Ends what the functions above registered. */
export function disable(): void {
  context.disable();
  trace.disable();
  metrics.disable();
  logs.disable();
}

/** All metrics recorded so far. */
export async function collect(reader: MetricReader): Promise<readonly MetricData[]> {
  const { resourceMetrics } = await reader.collect();
  return resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics);
}

/** The attributes of each point of a metric. */
export async function points(reader: MetricReader, name: string): Promise<readonly unknown[]> {
  const all = await collect(reader);
  return all
    .filter((metric) => metric.descriptor.name === name)
    .flatMap((metric) => metric.dataPoints.map((point) => point.attributes));
}

class ManualReader extends MetricReader {
  protected async onForceFlush(): Promise<void> {}

  protected async onShutdown(): Promise<void> {}
}

class AsyncContexts implements ContextManager {
  readonly #storage = new AsyncLocalStorage<Context>();

  active(): Context {
    return this.#storage.getStore() ?? ROOT_CONTEXT;
  }

  with<A extends unknown[], F extends (...args: A) => ReturnType<F>>(
    at: Context,
    run: F,
    self?: ThisParameterType<F>,
    ...args: A
  ): ReturnType<F> {
    return this.#storage.run(at, () => run.apply(self, args));
  }

  bind<T>(_at: Context, target: T): T {
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
