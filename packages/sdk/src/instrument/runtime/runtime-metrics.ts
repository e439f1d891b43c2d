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
 * @returns A function that stops it.
 */
export function startRuntimeMetrics(): () => void {
  const meter = metrics.getMeter("@agent-otel/sdk/runtime");
  const collections = createCollectionHistogram(meter);
  if (collections === NOOP_HISTOGRAM) return () => {};
  const stops = [
    observeCollections(collections),
    observeEventLoop(meter),
    observeHeap(meter),
    ...(isMainThread ? [observeProcess(meter)] : []),
  ];
  return () => {
    for (const stop of stops.splice(0)) stop();
  };
}

/** The API hands out this one object while no meter provider is registered. */
const NOOP_HISTOGRAM: Histogram = createNoopMeter().createHistogram("");
