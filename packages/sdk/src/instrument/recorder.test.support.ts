import {
  CompositePropagator,
  W3CBaggagePropagator,
  W3CTraceContextPropagator,
} from "@opentelemetry/core";
import { context, diag, metrics, propagation, trace } from "@opentelemetry/api";
import {
  type DataPoint,
  type Histogram,
  MeterProvider,
  MetricReader,
} from "@opentelemetry/sdk-metrics";
import {
  InMemorySpanExporter,
  type ReadableSpan,
  type Sampler,
  SimpleSpanProcessor,
  TracerProvider,
} from "@opentelemetry/sdk-trace";

import type { HttpConfig } from "../config/config.ts";
import { type EnterableContextManager, createContextManager } from "../context/manager.ts";

const DEADLINE_MS = 5_000;

/** The configuration when nothing is set. */
export const DEFAULT_HTTP: HttpConfig = {
  serverRequestHeaders: [],
  serverResponseHeaders: [],
  clientRequestHeaders: [],
  clientResponseHeaders: [],
  knownMethods: "CONNECT,DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT,QUERY,TRACE".split(","),
  ignorePaths: [],
  queryAllow: ["page", "size"],
  baggageAllow: [],
  traceContextDeny: [],
};

/** Registers everything with the API, as the SDK's start does, and remembers what comes out. One per test file. */
export class Recorder {
  readonly contextManager: EnterableContextManager = createContextManager();
  /** What was given to `diag.error`. */
  readonly errors: unknown[][] = [];
  readonly #exporter = new InMemorySpanExporter();
  readonly #reader = new CollectingReader();

  constructor(options: { readonly sampler?: Sampler } = {}) {
    diag.setLogger({
      error: (...args) => this.errors.push(args),
      warn: ignore,
      info: ignore,
      debug: ignore,
      verbose: ignore,
    });
    context.setGlobalContextManager(this.contextManager);
    propagation.setGlobalPropagator(
      new CompositePropagator({
        propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()],
      }),
    );
    trace.setGlobalTracerProvider(
      new TracerProvider({
        ...options,
        spanProcessors: [new SimpleSpanProcessor({ exporter: this.#exporter })],
      }),
    );
    metrics.setGlobalMeterProvider(new MeterProvider({ readers: [this.#reader] }));
  }

  /** Waits until `count` spans have ended, and forgets them. */
  async spans(count: number): Promise<ReadableSpan[]> {
    await until(() => this.#exporter.getFinishedSpans().length >= count);
    const spans = [...this.#exporter.getFinishedSpans()];
    this.#exporter.reset();
    return spans;
  }

  /** The points of a histogram, with everything measured since the start. */
  async histogram(name: string): Promise<DataPoint<Histogram>[]> {
    const { resourceMetrics } = await this.#reader.collect();
    const found = resourceMetrics.scopeMetrics
      .flatMap((scope) => scope.metrics)
      .find((metric) => metric.descriptor.name === name);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the caller names a histogram
    return (found?.dataPoints ?? []) as DataPoint<Histogram>[];
  }
}

/** Waits until `condition` holds, or fails. */
export async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + DEADLINE_MS;
  while (!condition()) {
    if (performance.now() > deadline)
      throw new Error(`not fulfilled in time: ${condition.toString()}`);
    // oxlint-disable-next-line no-await-in-loop -- polls
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}

function ignore(): void {
  // Only errors are of interest.
}

class CollectingReader extends MetricReader {
  protected override onShutdown(): Promise<void> {
    return Promise.resolve();
  }

  protected override onForceFlush(): Promise<void> {
    return Promise.resolve();
  }
}
