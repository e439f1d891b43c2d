import type { Attributes } from "@opentelemetry/api";
import { cleanForSerialiser } from "../export/serialiser-value.ts";
import { keysOf, readRaw } from "../trace/clean-attributes.ts";
import { setOwn } from "../trace/clean-value.ts";
import { hasFewParts } from "./few-parts.ts";

/** Attributes of a measurement that upstream can take. */
export interface MeasuredAttributes {
  readonly attributes: Attributes;
  /** Values that were replaced or left out, in part or in whole. */
  readonly repairs: number;
}

/**
 * Copies the attributes of a measurement. Upstream keeps the object itself, which the application may change, and
 * writes it as JSON for each measurement: for which a bigint or a cycle throws, and what refers to its parts often
 * takes for ever. Never throws.
 */
export function measuredAttributes(given: unknown): MeasuredAttributes {
  if (given === undefined || given === null) return none;
  return copyPlain(given) ?? copyClean(given);
}

const none: MeasuredAttributes = { attributes: {}, repairs: 0 };

/** Most attributes are text, numbers and the like; anything else is looked at more closely. */
function copyPlain(given: unknown): MeasuredAttributes | undefined {
  if (typeof given !== "object" || given === null) return undefined;
  try {
    const attributes: Attributes = {};
    for (const key of Object.keys(given)) {
      const value: unknown = Reflect.get(given, key);
      if (!isPlain(value) || key === "__proto__") return undefined;
      attributes[key] = value;
    }
    return { attributes, repairs: 0 };
  } catch {
    // A getter of the application's: which one it is, is found out one by one.
    return undefined;
  }
}

function isPlain(value: unknown): boolean {
  switch (typeof value) {
    case "object":
      return value === null;
    case "bigint":
    case "function":
    case "symbol":
      return false;
    default:
      return true;
  }
}

function copyClean(given: unknown): MeasuredAttributes {
  const attributes: Attributes = {};
  const cleaning = { maxLength: Number.POSITIVE_INFINITY, repairs: 0 };
  if (typeof given !== "object") cleaning.repairs += 1;
  for (const key of keysOf(given, cleaning)) {
    const raw = readRaw(given, key, cleaning);
    const value = hasFewParts(raw) ? cleanForSerialiser(raw, cleaning) : undefined;
    // A map and the like show their parts only now.
    if (value !== undefined && hasFewParts(value)) setOwn(attributes, key, value);
    else if (raw !== undefined) cleaning.repairs += 1;
  }
  return { attributes, repairs: cleaning.repairs };
}
