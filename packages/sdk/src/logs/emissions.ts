import type { LogRecordProcessor, ReadableLogRecord } from "@opentelemetry/sdk-logs";
import type { Ledger } from "../export/ledger.ts";
import { setOwn } from "../trace/clean-value.ts";
import type { CleanLogRecord } from "./clean-log-record.ts";

/** Brings what upstream cannot carry from a record's emission to the record that upstream makes of it. */
export interface Emissions {
  /** Emits a record, whose processors are called within. */
  run(clean: CleanLogRecord, emit: (record: CleanLogRecord["record"]) => void): void;
  /** To be the first of all, so that every other sees the whole record. */
  readonly processor: LogRecordProcessor;
}

/**
 * Creates it for one provider.
 *
 * @param isShared Whether other processors than one of ours can change a record.
 */
export function createEmissions(ledger: Ledger, isShared: boolean): Emissions {
  let current: CleanLogRecord | undefined;
  return {
    run: (clean, emit) => {
      // A processor may emit a record itself.
      const outer = current;
      current = clean;
      try {
        emit(clean.record);
      } finally {
        current = outer;
      }
    },
    processor: {
      // Nobody is served by this one alone.
      enabled: () => false,
      onEmit: (record) => {
        if (current !== undefined) {
          complete(record, current, ledger);
          const { repairs, bytes } = current;
          notes.set(record, { isRepaired: repairs > 0, ...(isShared ? {} : { bytes }) });
        }
        current = undefined;
      },
      forceFlush: () => Promise.resolve(),
      shutdown: () => Promise.resolve(),
    },
  };
}

/** What is known of a record from its emission. */
export interface EmissionNotes {
  /** Whether it was repaired, and is counted as that already. */
  readonly isRepaired: boolean;
  /** About the bytes of its values, when nobody can have changed them. */
  readonly bytes?: number;
}

/** Gives what is known of a record; nothing when it is none of our loggers'. */
export function notesOf(record: ReadableLogRecord): EmissionNotes | undefined {
  return notes.get(record);
}

const notes = new WeakMap<ReadableLogRecord, EmissionNotes>();

function complete(
  record: ReadableLogRecord,
  { structures, dropped, repairs }: CleanLogRecord,
  ledger: Ledger,
): void {
  for (const [key, value] of structures) setOwn(record.attributes, key, value);
  if (dropped > 0) addDropped(record, dropped);
  if (repairs > 0) ledger.repaired("logs", 1, "log record");
}

/** Upstream counts on: for the attributes that processors set. */
function addDropped(record: ReadableLogRecord, dropped: number): void {
  const upstream: unknown = Object.getPrototypeOf(record);
  if (typeof upstream !== "object" || upstream === null) return;
  Object.defineProperty(record, "droppedAttributesCount", {
    configurable: true,
    enumerable: true,
    get: () => dropped + Number(Reflect.get(upstream, "droppedAttributesCount", record)),
  });
}
