import type { Store } from "./store.ts";
import { bigintColumn, objectColumn } from "./columns.ts";
import type { PlainValue } from "./flatten.ts";

/** A span as it is shown to people. */
export interface SpanView {
  spanId: string;
  /** "" for a root. */
  parentSpanId: string;
  name: string;
  service: string;
  /** The number of OTLP's SpanKind. */
  kind: number;
  /** Nanoseconds since 1970. */
  start: bigint;
  end: bigint;
  /** Whether the span's status is error. */
  failed: boolean;
  /** The status message, "" without one. */
  message: string;
  attributes: Record<string, PlainValue>;
}

/** The spans of a trace in order of their start; empty when the trace is not (or no longer) there. */
export function readTrace(store: Store, traceId: string): SpanView[] {
  const statement = store.database.prepare(`
    select span.id, parent, name, kind, start, end, status, message, span.attributes, service
    from span join resource on resource.id = span.resource
    where trace = ? order by start, span.rowid`);
  statement.setReadBigInts(true);
  return statement.all(traceId).map((row) => ({
    spanId: String(row.id),
    parentSpanId: String(row.parent),
    name: String(row.name),
    service: String(row.service),
    kind: Number(row.kind),
    start: bigintColumn(row.start),
    end: bigintColumn(row.end),
    failed: Number(row.status) === errorStatus,
    message: String(row.message),
    attributes: objectColumn(row.attributes),
  }));
}

const errorStatus = 2;
