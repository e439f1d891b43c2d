import { PerformanceObserver, constants } from "node:perf_hooks";
import { getHeapSpaceStatistics } from "node:v8";

import type { Histogram, Meter } from "@opentelemetry/api";

import { guarded } from "../guard.ts";
import { type RuntimeMeter, observeTogether } from "../observation.ts";

/** Creates the histogram of {@link observeCollections}, with the buckets that the conventions advise. */
export function createCollectionHistogram(meter: Meter): Histogram {
  return meter.createHistogram("v8js.gc.duration", {
    description: "Garbage collection duration.",
    unit: "s",
    advice: { explicitBucketBoundaries: [0.01, 0.1, 1, 10] },
  });
}

/** Records the duration of each garbage collection of this thread; of those before anything is worth telling, later. */
export function observeCollections(
  histogram: Histogram,
  isWorthTelling: () => boolean,
): () => void {
  const waiting: PerformanceEntryOfGc[] = [];
  const record = ({ duration, detail }: PerformanceEntryOfGc): void => {
    const type = collectionTypes.get(detail?.kind);
    if (type !== undefined) histogram.record(duration / 1000, { "v8js.gc.type": type });
  };
  const note = guarded("@agent-otel/sdk/runtime", (entry: PerformanceEntryOfGc) => {
    if (!isWorthTelling()) {
      if (waiting.length < MOST_WAITING) waiting.push(entry);
      return;
    }
    for (const earlier of waiting.splice(0)) record(earlier);
    record(entry);
  });
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) note(entry);
  });
  observer.observe({ entryTypes: ["gc"] });
  return () => {
    observer.disconnect();
  };
}

/** A program collects garbage some dozens of times in its first seconds. */
const MOST_WAITING = 1000;

interface PerformanceEntryOfGc {
  /** Milliseconds. */
  readonly duration: number;
  readonly detail?: { readonly kind?: number };
}

const collectionTypes: ReadonlyMap<number | undefined, string> = new Map([
  [constants.NODE_PERFORMANCE_GC_MAJOR, "major"],
  [constants.NODE_PERFORMANCE_GC_MINOR, "minor"],
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL, "incremental"],
  [constants.NODE_PERFORMANCE_GC_WEAKCB, "weakcb"],
]);

/**
 * Measures the spaces of the heap, and what keeps the event loop alive.
 * https://opentelemetry.io/docs/specs/semconv/runtime/v8js-metrics/
 */
export function observeHeap(runtime: RuntimeMeter): () => void {
  const { meter } = runtime;
  const bytes = (name: string, description: string): ReturnType<Meter["createObservableGauge"]> =>
    meter.createObservableUpDownCounter(`v8js.memory.heap.${name}`, { description, unit: "By" });
  const size = bytes("space.size", "Total heap memory size pre-allocated for a heap space.");
  const used = bytes("used", "Heap memory size allocated.");
  const available = bytes("space.available_size", "Heap space available size.");
  const physical = bytes("space.physical_size", "Committed size of a heap space.");
  const active = meter.createObservableGauge("v8js.resource.active", {
    description: "Active resources that are currently keeping the event loop alive.",
    unit: "{resource}",
  });
  /** Types that were seen once are zero when they are gone. */
  const types = new Map<string, number>();
  return observeTogether(runtime, [size, used, available, physical, active], (result) => {
    for (const space of getHeapSpaceStatistics()) {
      const attributes = { "v8js.heap.space.name": space.space_name };
      result.observe(size, space.space_size, attributes);
      result.observe(used, space.space_used_size, attributes);
      result.observe(available, space.space_available_size, attributes);
      result.observe(physical, space.physical_space_size, attributes);
    }
    for (const type of types.keys()) types.set(type, 0);
    for (const type of process.getActiveResourcesInfo())
      types.set(type, (types.get(type) ?? 0) + 1);
    for (const [type, count] of types)
      result.observe(active, count, { "v8js.resource.type": type });
  });
}
