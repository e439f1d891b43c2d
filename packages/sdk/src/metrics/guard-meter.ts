import {
  createNoopMeter,
  type Counter,
  type Gauge,
  type Histogram,
  type Meter,
  type MetricOptions,
  type Observable,
  type UpDownCounter,
} from "@opentelemetry/api";
import { fail } from "../trace/quiet-diag.ts";
import { guardMany, guardMeasure, type MeasureBooks } from "./guard-measure.ts";
import { createObservableGuards, type ObservableGuards } from "./guard-observable.ts";
import { readInstrumentOptions } from "./instrument-options.ts";
import { RECORD_MANY } from "./record-many.ts";

/**
 * A meter that never throws, and neither do its instruments. One that cannot be made measures nothing, of which `diag`
 * is told once; options that are no good are as if they were not given. Attributes of a measurement are cleaned as
 * those of spans are, which is counted.
 */
export function guardMeter(meter: Meter, ledger: MeasureBooks): Meter {
  const guarded: Meter = Object.create(meter);
  const noop = createNoopMeter();
  const observables = createObservableGuards(ledger);
  const create = createMaker();
  guarded.createCounter = (...args) =>
    create(args, (...made) => guardAdd(meter.createCounter(...made), ledger)) ??
    noop.createCounter("");
  guarded.createUpDownCounter = (...args) =>
    create(args, (...made) => guardAdd(meter.createUpDownCounter(...made), ledger)) ??
    noop.createUpDownCounter("");
  guarded.createHistogram = (...args) =>
    create(args, (...made) => guardHistogram(meter.createHistogram(...made), ledger)) ??
    noop.createHistogram("");
  guarded.createGauge = (...args) =>
    create(args, (...made) => guardRecord(meter.createGauge(...made), ledger)) ??
    noop.createGauge("");
  guardObservables(guarded, { meter, noop, observables, create });
  return guarded;
}

type Make<I> = (name: string, options: MetricOptions) => I;

type Maker = <I>(given: readonly unknown[], make: Make<I>) => I | undefined;

/** Makes instruments, of which a bad one is told once; `undefined` when there is none. */
function createMaker(): Maker {
  const told = new Set<string>();
  const tell = (problem: string, ...details: readonly unknown[]): void => {
    if (told.has(problem)) return;
    told.add(problem);
    fail(`A metric instrument is not as it should be: ${problem}.`, ...details);
  };
  return ([name, given], make) => {
    if (typeof name !== "string") {
      tell("its name is no text, so that it measures nothing");
      return undefined;
    }
    try {
      return make(name, readInstrumentOptions(given, tell));
    } catch (error) {
      tell("it cannot be made, and measures nothing", error);
      return undefined;
    }
  };
}

function guardObservables(
  guarded: Meter,
  parts: { meter: Meter; noop: Meter; observables: ObservableGuards; create: Maker },
): void {
  const { meter, noop, observables, create } = parts;
  const observe = (given: readonly unknown[], make: Make<Observable>): Observable =>
    create(given, (...made) => observables.instrument(make(...made))) ??
    noop.createObservableGauge("");
  guarded.createObservableGauge = (...args) =>
    observe(args, (...made) => meter.createObservableGauge(...made));
  guarded.createObservableCounter = (...args) =>
    observe(args, (...made) => meter.createObservableCounter(...made));
  guarded.createObservableUpDownCounter = (...args) =>
    observe(args, (...made) => meter.createObservableUpDownCounter(...made));
  observables.batches(guarded, meter);
}

function guardAdd<I extends Counter | UpDownCounter>(instrument: I, ledger: MeasureBooks): I {
  const guarded: I = Object.create(instrument);
  guarded.add = guardMeasure((...args) => instrument.add(...args), ledger);
  return guarded;
}

function guardRecord<I extends Gauge | Histogram>(instrument: I, ledger: MeasureBooks): I {
  const guarded: I = Object.create(instrument);
  guarded.record = guardMeasure((...args) => instrument.record(...args), ledger);
  return guarded;
}

function guardHistogram(instrument: Histogram, ledger: MeasureBooks): Histogram {
  const guarded = guardRecord(instrument, ledger);
  return Object.defineProperty(guarded, RECORD_MANY, { value: guardMany(instrument, ledger) });
}
