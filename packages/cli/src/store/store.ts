import type { DatabaseSync } from "node:sqlite";
import type { ExportRequests } from "../otlp/model.ts";
import type { Rejection } from "../otlp/response.ts";
import type { Signal } from "../otlp/signal.ts";
import { createEviction } from "./evict.ts";
import type { Limits } from "./evict.ts";
import { createInserts } from "./insert.ts";
import type { Inserts, NewSpan } from "./insert.ts";
import { openDatabase } from "./open-database.ts";
import { createRecordInsert } from "./insert-records.ts";

/** What a store tells its owner. */
export interface StoreEvents {
  /** Spans that were not there before, in order of arrival. */
  onSpans?: (spans: readonly NewSpan[]) => void;
  /** Something of a signal arrived: spans, data points or log records. */
  onReceived?: (signal: Signal, count: number) => void;
  /** The oldest were dropped to stay within the limits. */
  onDropped?: (signal: Signal, count: number) => void;
}

/** Telemetry in memory, bounded: the oldest goes first. */
export interface Store {
  /** For reading; see open-database.ts for the tables. */
  readonly database: DatabaseSync;
  /** Keeps one export request and says what of it could not be kept. Throws when memory is exhausted. */
  add<S extends Signal>(signal: S, request: ExportRequests[S]): Rejection;
  close(): void;
}

/** Opens an empty store. */
export function createStore(limits: Limits, events: StoreEvents = {}): Store {
  const database = openDatabase();
  const inserts: Inserts = {
    ...createInserts(database),
    ...createRecordInsert(database),
  };
  const evict = createEviction(database, limits);
  return {
    database,
    add(signal, request) {
      const added = inTransaction(database, () => {
        const result = inserts[signal](request);
        return { ...result, dropped: evict(signal) };
      });
      if (added.received > 0) events.onReceived?.(signal, added.received);
      if (added.spans.length > 0) events.onSpans?.(added.spans);
      if (added.dropped > 0) events.onDropped?.(signal, added.dropped);
      return added.rejection;
    },
    close: () => database.close(),
  };
}

function inTransaction<T>(database: DatabaseSync, run: () => T): T {
  database.exec("begin");
  try {
    const result = run();
    database.exec("commit");
    return result;
  } catch (error) {
    database.exec("rollback");
    throw error;
  }
}
