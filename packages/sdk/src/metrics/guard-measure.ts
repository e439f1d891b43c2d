import type { Attributes, Context, Histogram } from "@opentelemetry/api";
import { diag } from "@opentelemetry/api";
import type { Ledger } from "../export/ledger.ts";
import { measuredAttributes } from "./measured-attributes.ts";
import { recordMany } from "./record-many.ts";

/** Where measurements are noted. */
export type MeasureBooks = Pick<Ledger, "measured" | "repaired">;

/** Takes a measurement. */
export type Measure<Rest extends unknown[]> = (
  value: number,
  attributes?: Attributes,
  ...rest: Rest
) => void;

/** A function that takes measurements as `measure` does, with clean attributes, and never throws. */
export function guardMeasure<Rest extends unknown[]>(
  measure: Measure<Rest>,
  ledger: MeasureBooks,
): Measure<Rest> {
  return (value, given, ...rest) => {
    try {
      const { attributes, repairs } = measuredAttributes(given);
      measure(asNumber(value), attributes, ...rest);
      ledger.measured();
      if (repairs > 0) ledger.repaired("metrics", 1, "attributes of a measurement");
    } catch (error) {
      // No point has been made of it, so none is lost; nor is there anybody to tell but a developer.
      diag.debug("a measurement cannot be used at all", error);
    }
  };
}

/** {@link guardMeasure} for many measurements of a histogram with the same attributes. */
export function guardMany(
  histogram: Histogram,
  ledger: MeasureBooks,
): (values: readonly number[], given: Attributes, context?: Context) => void {
  return (values, given, context) => {
    try {
      const { attributes, repairs } = measuredAttributes(given);
      recordMany(histogram, { values: values.map(asNumber), attributes, context });
      ledger.measured();
      if (repairs > 0) ledger.repaired("metrics", values.length, "attributes of a measurement");
    } catch (error) {
      // As above.
      diag.debug("measurements cannot be used at all", error);
    }
  };
}

/** Upstream leaves out what is no number, and prints it, which can throw or never end: its type says enough. */
function asNumber(value: unknown): number {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- upstream has a look at the type itself
  return (typeof value === "number" ? value : `[${typeof value}]`) as number;
}
