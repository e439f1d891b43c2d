import type {
  Attributes,
  Context,
  Counter,
  Gauge,
  Histogram,
  Meter,
  UpDownCounter,
} from "@opentelemetry/api";
import { diag } from "@opentelemetry/api";
import type { Ledger } from "../export/ledger.ts";

/**
 * A meter whose instruments never throw: upstream writes the attributes of each measurement as JSON, which a BigInt or
 * a cycle makes throw. Such a measurement is made once more with those attributes that have a plain value.
 */
export function guardMeter(meter: Meter, ledger: Ledger): Meter {
  const guarded: Meter = Object.create(meter);
  guarded.createCounter = (...args) => guardAdd(meter.createCounter(...args), ledger);
  guarded.createUpDownCounter = (...args) => guardAdd(meter.createUpDownCounter(...args), ledger);
  guarded.createHistogram = (...args) => guardRecord(meter.createHistogram(...args), ledger);
  guarded.createGauge = (...args) => guardRecord(meter.createGauge(...args), ledger);
  return guarded;
}

type Measure = (value: number, attributes?: Attributes, context?: Context) => void;

function guardAdd<I extends Counter | UpDownCounter>(instrument: I, ledger: Ledger): I {
  const guarded: I = Object.create(instrument);
  guarded.add = guard((...args) => instrument.add(...args), ledger);
  return guarded;
}

function guardRecord<I extends Gauge | Histogram>(instrument: I, ledger: Ledger): I {
  const guarded: I = Object.create(instrument);
  guarded.record = guard((...args) => instrument.record(...args), ledger);
  return guarded;
}

function guard(measure: Measure, ledger: Ledger): Measure {
  return (value, attributes, context) => {
    try {
      measure(value, attributes, context);
    } catch (error) {
      diag.debug("the attributes of a measurement are not as they should be", error);
      repeat(measure, { value, attributes, context, ledger });
    }
  };
}

function repeat(
  measure: Measure,
  parts: {
    value: number;
    attributes: Attributes | undefined;
    context: Context | undefined;
    ledger: Ledger;
  },
): void {
  try {
    measure(parts.value, plainAttributes(parts.attributes), parts.context);
    parts.ledger.repaired("metrics", 1, "attributes of a measurement");
  } catch (error) {
    // No point has been made of it, so none is lost; nor is there anybody to tell but a developer.
    diag.debug("a measurement cannot be used at all", error);
  }
}

function plainAttributes(attributes: Attributes | undefined): Attributes {
  const kept: Attributes = {};
  for (const key of attempt(() => Object.keys(attributes ?? {})) ?? []) {
    const value: unknown = attempt(() => attributes?.[key]);
    if (typeof value === "bigint") kept[key] = String(value);
    else if (typeof value === "string" || typeof value === "boolean" || typeof value === "number") {
      kept[key] = value;
    }
  }
  return kept;
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    // A getter of the application's threw: its attribute is what is left out.
    return undefined;
  }
}
