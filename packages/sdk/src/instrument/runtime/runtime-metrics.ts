import { isMainThread } from "node:worker_threads";

import { type Histogram, createNoopMeter, metrics } from "@opentelemetry/api";

import { observeEventLoop } from "./event-loop-metrics.ts";
import { createCollectionHistogram, observeCollections, observeHeap } from "./heap-metrics.ts";
import { observeProcess } from "./process-metrics.ts";

/**
 * Measures the event loop, the heap, garbage collections and the process (`nodejs.*`, `v8js.*`, `process.*`), each
 * time metrics are collected; only garbage collections as they happen. Does nothing while no meter provider is
 * registered. A worker thread has an event loop and a heap of its own, but is no process of its own.
 * https://opentelemetry.io/docs/specs/semconv/runtime/
 *
 * A program that ends within five seconds and has made no telemetry itself is not worth telling of: it would have to
 * reach a Collector at its end for nothing else.
 *
 * @param hasTelemetry Tells whether the program has made telemetry of its own.
 * @returns A function that stops it.
 */
export function startRuntimeMetrics(hasTelemetry: () => boolean): () => void {
  const meter = metrics.getMeter("@agent-otel/sdk/runtime");
  const collections = createCollectionHistogram(meter);
  if (collections === NOOP_HISTOGRAM) return () => {};
  let isWorth = false;
  const isWorthTelling = (): boolean => {
    isWorth ||= performance.now() > LASTING_MS || hasTelemetry();
    return isWorth;
  };
  const runtime = { meter, isWorthTelling };
  const stops = [
    observeCollections(collections, isWorthTelling),
    observeEventLoop(runtime),
    observeHeap(runtime),
    ...(isMainThread ? [observeProcess(runtime)] : []),
  ];
  return () => {
    for (const stop of stops.splice(0)) stop();
  };
}

/** Since the start of the thread: what lasts longer is more than a command. */
const LASTING_MS = 5000;

/** The API hands out this one object while no meter provider is registered. */
const NOOP_HISTOGRAM: Histogram = createNoopMeter().createHistogram("");
