import { type MetricAdvice, type MetricOptions, ValueType } from "@opentelemetry/api";
import { readRaw } from "../trace/clean-attributes.ts";

/**
 * Reads the options of an instrument, of whatever types: what is no good is told, and is as if it were not given
 * (specification, "Instrument advisory parameters"). Never throws.
 */
export function readInstrumentOptions(
  given: unknown,
  tell: (problem: string) => void,
): MetricOptions {
  const options: MetricOptions = {};
  for (const name of ["description", "unit"] as const) {
    const text = readRaw(given, name, failure(name, tell));
    if (typeof text === "string") options[name] = text;
    else if (text !== undefined && text !== null) tell(`its ${name} is no text`);
  }
  const valueType = readRaw(given, "valueType", failure("valueType", tell));
  if (valueType === ValueType.INT || valueType === ValueType.DOUBLE) options.valueType = valueType;
  else if (valueType !== undefined && valueType !== null) tell("its valueType is none");
  const advice = readAdvice(readRaw(given, "advice", failure("advice", tell)), tell);
  return advice === undefined ? options : { ...options, advice };
}

/** Counts what `readRaw` cannot read. */
function failure(name: string, tell: (problem: string) => void): { repairs: number } {
  return {
    get repairs() {
      return 0;
    },
    set repairs(_repairs: number) {
      tell(`its ${name} cannot be read`);
    },
  };
}

function readAdvice(given: unknown, tell: (problem: string) => void): MetricAdvice | undefined {
  const name = "explicitBucketBoundaries";
  const boundaries = readRaw(given, name, failure(name, tell));
  if (boundaries === undefined || boundaries === null) return undefined;
  const copy = copyNumbers(boundaries);
  if (copy === undefined) tell(`its ${name} are no list of numbers`);
  return copy && { [name]: copy };
}

/** More make each point too long for any request. */
const MAX_BOUNDARIES = 10_000;

function copyNumbers(given: unknown): number[] | undefined {
  try {
    if (!Array.isArray(given) || given.length > MAX_BOUNDARIES) return undefined;
    const numbers = Array.from<unknown>(given);
    return numbers.every(isNumber) ? [...new Set(numbers)] : undefined;
  } catch {
    // A proxy's trap; the caller tells.
    return undefined;
  }
}

/** Infinite ones are superfluous, and upstream leaves them out. */
function isNumber(value: unknown): value is number {
  return typeof value === "number" && !Number.isNaN(value);
}
