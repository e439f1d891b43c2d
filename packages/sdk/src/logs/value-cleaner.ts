import { cleanForSerialiser } from "../export/serialiser-value.ts";
import { keysOf, readRaw } from "../trace/clean-attributes.ts";
import { addSize, MAX_RECORD_BYTES, type RoughSize } from "./rough-size.ts";

/** Attributes that can be written, and how many cannot. */
interface CleanEntries {
  readonly entries: readonly (readonly [string, unknown])[];
  /** Beyond the limit, without a key, or of no use. */
  readonly dropped: number;
}

/** Bounds of the attributes of a log record. */
export interface EntryBounds {
  /** @default no limit */
  readonly maxCount?: number;
  /** Longest value, in UTF-16 units or bytes; 0 is no limit. @default no limit */
  readonly maxLength?: number;
}

/** Cleans the values of one log record, whose parts are bounded together. Never throws. */
export interface ValueCleaner {
  /** What has been kept so far. */
  readonly size: Readonly<RoughSize>;
  /** Values that were replaced or left out, in part or in whole. */
  repairs: number;
  body(given: unknown): unknown;
  attributes(given: unknown, bounds?: EntryBounds): CleanEntries;
}

/** Creates one for a record. */
export function createValueCleaner(): ValueCleaner {
  return new BoundedCleaner();
}

/** Parts of all values of a record: beyond, no other structure is taken. Each may have as many, and there are 128 of them. */
const MAX_NODES = 200_000;
const OMITTED = "[omitted]";
const NO_LIMIT = Number.POSITIVE_INFINITY;

class BoundedCleaner implements ValueCleaner {
  readonly size: RoughSize = { bytes: 0, nodes: 0 };
  repairs = 0;

  body(given: unknown): unknown {
    const { value, fits } = this.#clean(given, NO_LIMIT);
    if (fits) return value;
    this.repairs += 1;
    return OMITTED;
  }

  attributes(
    given: unknown,
    { maxCount = NO_LIMIT, maxLength = NO_LIMIT }: EntryBounds = {},
  ): CleanEntries {
    const entries: [string, unknown][] = [];
    let dropped = 0;
    for (const key of keysOf(given, this)) {
      const before = this.repairs;
      const raw = readRaw(given, key, this);
      if (raw === undefined && this.repairs === before) continue;
      if (entries.length >= maxCount) {
        dropped += 1;
        continue;
      }
      const { value, fits } = this.#clean(raw, maxLength > 0 ? maxLength : NO_LIMIT);
      if (value === undefined || !fits || key === "") {
        if (this.repairs === before) this.repairs += 1;
        dropped += 1;
        continue;
      }
      this.size.bytes += key.length;
      entries.push([key, value]);
    }
    return { entries, dropped };
  }

  #clean(given: unknown, maxLength: number): { value: unknown; fits: boolean } {
    const isStructure = typeof given === "object" && given !== null;
    if (isStructure && this.size.nodes >= MAX_NODES) return { value: undefined, fits: false };
    const cleaning = { maxLength, repairs: 0 };
    const value = cleanForSerialiser(given, cleaning);
    this.repairs += cleaning.repairs;
    const size = { ...this.size };
    addSize(size, value);
    // A long text is what it is; a structure can be small and yet repeat one without end.
    const fits = typeof value !== "object" || size.bytes <= MAX_RECORD_BYTES;
    if (fits) Object.assign(this.size, size);
    return { value, fits };
  }
}
