import { knownErrors } from "../content-policy/known-errors.ts";
import type { Attributes, LogRecord } from "@opentelemetry/api";
import { createFieldReader, type FieldReader } from "./record-fields.ts";
import { addSize } from "./rough-size.ts";
import { createValueCleaner, type EntryBounds } from "./value-cleaner.ts";

/** A log record of the application's, made fit for upstream. */
export interface CleanLogRecord {
  readonly record: LogRecord;
  /**
   * Attributes for which {@link record} has an empty text: upstream would walk through their parts twice, and leave
   * out some that can be written.
   */
  readonly structures: readonly (readonly [string, unknown])[];
  /** Attributes left out. */
  readonly dropped: number;
  /** What was replaced or left out, in part or in whole. */
  readonly repairs: number;
  /** About the bytes of body and attributes. */
  readonly bytes: number;
}

/**
 * Copies a log record into one that upstream takes without throwing and without end: what is not as it should be is
 * repaired or left out alone, as in spans. Never throws.
 */
export function cleanLogRecord(given: unknown, bounds: EntryBounds): CleanLogRecord {
  const reader = createFieldReader(given);
  const cleaner = createValueCleaner();
  const body = cleaner.body(reader.raw("body"));
  const { entries, dropped } = cleaner.attributes(reader.raw("attributes"), bounds);
  const attributes: Attributes = {};
  const structures: [string, unknown][] = [];
  for (const [key, value] of entries) {
    if (!isStructure(value) && key !== PROTOTYPE) {
      attributes[key] = value;
      continue;
    }
    structures.push([key, value]);
    if (key !== PROTOTYPE) attributes[key] = "";
  }
  const exception = cleanException(reader);
  const record: LogRecord = {
    ...fieldsOf(reader),
    ...(exception === undefined ? {} : { exception }),
    ...(body === undefined ? {} : { body }),
    attributes,
  };
  const repairs = reader.repairs + cleaner.repairs;
  const exceptionSize = { bytes: 0, nodes: 0 };
  addSize(exceptionSize, exception);
  const bytes = cleaner.size.bytes + exceptionSize.bytes;
  return { record, structures, dropped, repairs, bytes };
}

/** Upstream would assign it, and with it another prototype. */
const PROTOTYPE = "__proto__";

function isStructure(value: unknown): boolean {
  return typeof value === "object" && value !== null && !(value instanceof Uint8Array);
}

function fieldsOf(reader: FieldReader): LogRecord {
  const fields = {
    timestamp: reader.time("timestamp"),
    observedTimestamp: reader.time("observedTimestamp"),
    severityNumber: reader.severity("severityNumber"),
    severityText: reader.text("severityText"),
    eventName: reader.text("eventName"),
    context: reader.context("context"),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** What upstream reads of an exception, in the types in which it needs it. */
function cleanException(reader: FieldReader): unknown {
  const exception = reader.raw("exception");
  if (typeof exception === "symbol") return exception.toString();
  if (typeof exception !== "object" || exception === null) return exception ?? undefined;
  knownErrors().noteWrapped(exception);
  const members = createFieldReader(exception);
  const copy: Record<string, string | number> = {};
  for (const name of ["code", "name", "message", "stack"]) {
    const value = members.raw(name);
    if (typeof value === "string" || typeof value === "number") copy[name] = value;
  }
  reader.repairs += members.repairs;
  return copy;
}
