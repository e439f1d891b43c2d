import type {
  BatchObservableCallback,
  Meter,
  Observable,
  ObservableCallback,
} from "@opentelemetry/api";
import { fail } from "../trace/quiet-diag.ts";
import { guardMeasure, type MeasureBooks } from "./guard-measure.ts";

/** Makes observable instruments that never throw: neither where callbacks are added nor within them. */
export interface ObservableGuards {
  instrument(observable: Observable): Observable;
  /** Gives `guarded` the batch callbacks of `meter`. */
  batches(guarded: Meter, meter: Meter): void;
}

/** Creates them for one meter. */
export function createObservableGuards(ledger: MeasureBooks): ObservableGuards {
  const single = remember<ObservableCallback>(
    (callback) => (result) =>
      callback({
        observe: guardMeasure((value, attributes) => result.observe(value, attributes), ledger),
      }),
  );
  const batch = remember<BatchObservableCallback>(
    (callback) => (result) =>
      callback({
        observe: (metric, value, attributes) =>
          guardMeasure((number, clean) => result.observe(metric, number, clean), ledger)(
            value,
            attributes,
          ),
      }),
  );
  return {
    instrument: (observable) => {
      const guarded: Observable = Object.create(observable);
      guarded.addCallback = (callback) => attempt(() => observable.addCallback(single(callback)));
      guarded.removeCallback = (callback) =>
        attempt(() => observable.removeCallback(single(callback)));
      return guarded;
    },
    batches: (guarded, meter) => {
      guarded.addBatchObservableCallback = (callback, observables) =>
        attempt(() => meter.addBatchObservableCallback(batch(callback), observables));
      guarded.removeBatchObservableCallback = (callback, observables) =>
        attempt(() => meter.removeBatchObservableCallback(batch(callback), observables));
    },
  };
}

/** The same guarded callback for the same callback, by which it is removed again. Throws for what is none. */
function remember<C extends BatchObservableCallback | ObservableCallback>(
  guard: (callback: C) => C,
): (callback: C) => C {
  const known = new WeakMap<C, C>();
  return (callback) => {
    if (typeof callback !== "function") throw new TypeError("the callback is no function");
    const guarded = known.get(callback) ?? guard(callback);
    known.set(callback, guarded);
    return guarded;
  };
}

function attempt(change: () => void): void {
  try {
    change();
  } catch (error) {
    fail("A callback of a metric instrument cannot be used.", error);
  }
}
