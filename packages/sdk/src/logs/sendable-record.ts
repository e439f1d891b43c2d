import type { Attributes } from "@opentelemetry/api";
import type { ReadableLogRecord } from "@opentelemetry/sdk-logs";
import { clockAt, now } from "../trace/clock.ts";
import { setOwn } from "../trace/clean-value.ts";
import { type EmissionNotes, notesOf } from "./emissions.ts";
import { createFieldReader, type FieldReader } from "./record-fields.ts";
import { createValueCleaner } from "./value-cleaner.ts";

/** A log record that can be written as OTLP. */
export interface SendableRecord {
  readonly record: ReadableLogRecord;
  /** About the bytes that it will take. */
  readonly bytes: number;
  /** Whether it was repaired only here. */
  readonly isRepaired: boolean;
}

/** What a record takes that has next to nothing in it. */
const EMPTY_BYTES = 100;

/**
 * Copies a record as it is now. It was clean when it was made; whatever processors of the user's have put into it
 * since spoils no batch. Never throws.
 */
export function toSendableRecord(given: ReadableLogRecord): SendableRecord {
  const notes = notesOf(given);
  const reader = createFieldReader(given);
  const values = readValues(given, reader, notes);
  const { droppedBefore, ...fields } = readFields(reader);
  const record: ReadableLogRecord = {
    resource: given.resource,
    instrumentationScope: given.instrumentationScope,
    ...fields,
    ...(values.body === undefined ? {} : { body: values.body }),
    attributes: values.attributes,
    droppedAttributesCount: values.dropped + droppedBefore,
  };
  const texts = (fields.severityText?.length ?? 0) + (fields.eventName?.length ?? 0);
  return {
    record,
    bytes: EMPTY_BYTES + texts + values.bytes,
    isRepaired: reader.repairs + values.repairs > 0 && notes?.isRepaired !== true,
  };
}

interface Values {
  readonly body: unknown;
  readonly attributes: Attributes;
  readonly dropped: number;
  readonly bytes: number;
  readonly repairs: number;
}

function readValues(
  given: ReadableLogRecord,
  reader: FieldReader,
  notes: EmissionNotes | undefined,
): Values {
  if (notes?.bytes !== undefined) {
    const { body, attributes } = given;
    return { body, attributes, dropped: 0, bytes: notes.bytes, repairs: 0 };
  }
  const cleaner = createValueCleaner();
  const body = cleaner.body(reader.raw("body"));
  const { entries, dropped } = cleaner.attributes(reader.raw("attributes"));
  const attributes: Attributes = {};
  for (const [key, value] of entries) setOwn(attributes, key, value);
  return { body, attributes, dropped, bytes: cleaner.size.bytes, repairs: cleaner.repairs };
}

type Fields = Omit<
  ReadableLogRecord,
  "attributes" | "body" | "droppedAttributesCount" | "instrumentationScope" | "resource"
> & { readonly droppedBefore: number };

function readFields(reader: FieldReader): Fields {
  const hrTimeObserved = reader.time("hrTimeObserved") ?? now(clockAt(performance.now()));
  const severityNumber = reader.severity("severityNumber");
  const severityText = reader.text("severityText");
  const eventName = reader.text("eventName");
  const spanContext = reader.spanContext("spanContext");
  const droppedBefore = reader.raw("droppedAttributesCount");
  return {
    hrTime: reader.time("hrTime") ?? hrTimeObserved,
    hrTimeObserved,
    ...(spanContext === undefined ? {} : { spanContext }),
    ...(severityNumber === undefined ? {} : { severityNumber }),
    ...(severityText === undefined ? {} : { severityText }),
    ...(eventName === undefined ? {} : { eventName }),
    droppedBefore: typeof droppedBefore === "number" ? droppedBefore : 0,
  };
}
