import type { DatabaseSync } from "node:sqlite";
import type { Signal } from "../otlp/signal.ts";

/** How much a store keeps. */
export interface Limits {
  /** Spans, and likewise metrics and log records together. */
  maxSpans: number;
  /** Characters of JSON of the spans, and likewise of the other signals: long prompts count as what they are. */
  maxBytes: number;
}

/** Returns a function that drops the oldest of a signal until the limits hold and counts what it dropped. */
export function createEviction(database: DatabaseSync, limits: Limits): (signal: Signal) => number {
  const evictTraces = createTraceEviction(database, limits);
  const evictRecords = createRecordEviction(database, limits);
  return (signal) => (signal === "traces" ? evictTraces() : evictRecords(signal));
}

function createTraceEviction(database: DatabaseSync, limits: Limits): () => number {
  const total = database.prepare("select sum(spans) as spans, sum(bytes) as bytes from trace");
  const oldest = database.prepare("select id, spans, bytes from trace order by seq limit 1");
  const deleteTrace = database.prepare("delete from trace where id = ?");
  const deleteSpans = database.prepare("delete from span where trace = ?");
  return () => {
    const sums = total.get();
    let spans = Number(sums?.spans ?? 0);
    let bytes = Number(sums?.bytes ?? 0);
    let dropped = 0;
    while (spans > limits.maxSpans || bytes > limits.maxBytes) {
      const trace = oldest.get();
      if (trace === undefined) break;
      deleteSpans.run(String(trace.id));
      deleteTrace.run(String(trace.id));
      spans -= Number(trace.spans);
      bytes -= Number(trace.bytes);
      dropped += Number(trace.spans);
    }
    return dropped;
  };
}

function createRecordEviction(
  database: DatabaseSync,
  limits: Limits,
): (signal: "metrics" | "logs") => number {
  const total = database.prepare(
    "select count(*) as records, sum(bytes) as bytes from record where signal = ?",
  );
  const oldest = database.prepare(
    "select seq, bytes from record where signal = ? order by seq limit 1",
  );
  const remove = database.prepare("delete from record where seq = ?");
  return (signal) => {
    const sums = total.get(signal);
    let records = Number(sums?.records ?? 0);
    let bytes = Number(sums?.bytes ?? 0);
    let dropped = 0;
    while (records > limits.maxSpans || bytes > limits.maxBytes) {
      const record = oldest.get(signal);
      if (record === undefined) break;
      remove.run(Number(record.seq));
      records--;
      bytes -= Number(record.bytes);
      dropped++;
    }
    return dropped;
  };
}
