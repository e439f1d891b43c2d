import type { BatchObservableResult, Meter, Observable } from "@opentelemetry/api";

import { guarded } from "./guard.ts";

/** What measures the runtime. */
export interface RuntimeMeter {
  readonly meter: Meter;
  /** False while nothing is to be observed. */
  readonly isWorthTelling: () => boolean;
}

/**
 * Observes several instruments with one callback; a fault in it goes to `diag`, and never to who collects.
 *
 * @returns A function that ends it.
 */
export function observeTogether(
  { meter, isWorthTelling }: RuntimeMeter,
  instruments: readonly Observable[],
  body: (result: BatchObservableResult) => void,
): () => void {
  const callback = guarded("@agent-otel/sdk/runtime", (result: BatchObservableResult) => {
    if (isWorthTelling()) body(result);
  });
  const observables = [...instruments];
  meter.addBatchObservableCallback(callback, observables);
  return () => {
    meter.removeBatchObservableCallback(callback, observables);
  };
}

/**
 * Keeps a sample that is taken since the one before for a second: each of several readers of the metrics gets the same
 * one, rather than what happened since another reader asked.
 */
export function oncePerSecond<Sample>(take: () => Sample): () => Sample {
  let sample = take();
  let takenAt = -Infinity;
  return () => {
    const now = performance.now();
    if (now - takenAt >= 1000) {
      sample = take();
      takenAt = now;
    }
    return sample;
  };
}
