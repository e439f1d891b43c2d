import type { Attributes } from "@opentelemetry/api";
import { type Cleaning, cleanValue, setOwn } from "./clean-value.ts";

/** Attributes that hold nothing but what OTLP can, and what that took. */
export interface CleanAttributes {
  readonly attributes: Attributes;
  /** Left out: beyond the limit, without a key, or of no use. */
  readonly droppedAttributesCount: number;
  /** Values that were replaced or left out, in part or in whole. */
  readonly repairs: number;
}

/** Bounds of {@link cleanAttributes}. */
export interface AttributeBounds {
  /** @default no limit */
  readonly maxCount?: number;
  /** Longest value, in UTF-16 units or bytes. @default no limit */
  readonly maxLength?: number;
}

/**
 * Copies attributes of unknown origin: those of events, links, scopes and resources. Never throws: an attribute that
 * cannot be read is left out alone. https://opentelemetry.io/docs/specs/otel/common/#attribute-limits
 */
export function cleanAttributes(
  given: unknown,
  {
    maxCount = Number.POSITIVE_INFINITY,
    maxLength = Number.POSITIVE_INFINITY,
  }: AttributeBounds = {},
): CleanAttributes {
  const attributes: Attributes = {};
  const cleaning: Cleaning = { maxLength: positive(maxLength), repairs: 0 };
  let count = 0;
  let droppedAttributesCount = 0;
  for (const key of keysOf(given, cleaning)) {
    const before = cleaning.repairs;
    const value = count < maxCount ? readClean(given, key, cleaning) : readRaw(given, key);
    if (value === undefined && cleaning.repairs === before) continue;
    if (value === undefined || count >= maxCount || key.length === 0) {
      droppedAttributesCount += 1;
      continue;
    }
    setOwn(attributes, key, value);
    count += 1;
  }
  return { attributes, droppedAttributesCount, repairs: cleaning.repairs };
}

/** A limit of 0 or less is a mistake that would empty every value. */
function positive(limit: number): number {
  return limit > 0 ? limit : Number.POSITIVE_INFINITY;
}

/** The keys of an object; none of anything else. */
export function keysOf(given: unknown, cleaning: { repairs: number }): readonly string[] {
  if (typeof given !== "object" || given === null) return [];
  try {
    return Object.keys(given);
  } catch {
    // A proxy's trap throws: there is nothing to be had.
    cleaning.repairs += 1;
    return [];
  }
}

function readClean(owner: unknown, key: string, cleaning: Cleaning): unknown {
  return cleanValue(readRaw(owner, key, cleaning), cleaning);
}

/** The value under `key`; undefined, and a repair, when the application's getter or trap throws. */
export function readRaw(owner: unknown, key: string, cleaning?: { repairs: number }): unknown {
  try {
    return typeof owner === "object" && owner !== null ? Reflect.get(owner, key) : undefined;
  } catch {
    // The application's code; this attribute alone is lost.
    if (cleaning !== undefined) cleaning.repairs += 1;
    return undefined;
  }
}
