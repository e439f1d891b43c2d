import type { DatabaseSync } from "node:sqlite";
import type { ExportRequests } from "../otlp/model.ts";
import type { Rejection } from "../otlp/response.ts";
import type { Signal } from "../otlp/signal.ts";
import { createResources } from "./resources.ts";
import type { Resources } from "./resources.ts";
import { readSpan, stringify } from "./read-span.ts";
import type { StoredSpan } from "./read-span.ts";

/** What of a span decides when its trace is finished. */
export type NewSpan = Pick<StoredSpan, "traceId" | "spanId" | "parentSpanId" | "kind" | "flags">;

/** The result of keeping one request. */
export interface Inserted {
  /** Spans, data points or log records kept, also those that were there before. */
  received: number;
  rejection: Rejection;
  /** Spans seen for the first time. */
  spans: NewSpan[];
}

/** Keeps a request of each signal. */
export type Inserts = { readonly [S in Signal]: (request: ExportRequests[S]) => Inserted };

/** Prepares the insertion of spans. A span that is sent again replaces the first. */
export function createInserts(database: DatabaseSync): Pick<Inserts, "traces"> {
  const resources = createResources(database);
  const insertSpan = prepareSpanInsert(database);
  return {
    traces(request) {
      const inserted: Inserted = { received: 0, rejection: { count: 0, reason: "" }, spans: [] };
      for (const { resource, scopeSpans = [] } of request.resourceSpans ?? []) {
        const resourceId = resources.idOf(resource);
        for (const { scope = {}, spans = [] } of scopeSpans) {
          const place = { resourceId, scope: stringify(scope) };
          for (const span of spans) keep(inserted, readSpan(span), place, insertSpan);
        }
      }
      return inserted;
    },
  };
}

interface Place {
  resourceId: ReturnType<Resources["idOf"]>;
  scope: string;
}

type InsertSpan = (span: StoredSpan, place: Place) => boolean;

function keep(
  inserted: Inserted,
  span: StoredSpan | string,
  place: Place,
  insertSpan: InsertSpan,
): void {
  if (typeof span === "string") {
    inserted.rejection = { count: inserted.rejection.count + 1, reason: span };
    return;
  }
  inserted.received++;
  if (insertSpan(span, place)) inserted.spans.push(pickNew(span));
}

function pickNew({ traceId, spanId, parentSpanId, kind, flags }: StoredSpan): NewSpan {
  return { traceId, spanId, parentSpanId, kind, flags };
}

function prepareSpanInsert(database: DatabaseSync): InsertSpan {
  const find = database.prepare(
    "select length(body) + length(attributes) + length(scope) as bytes from span where trace = ? and id = ?",
  );
  const insert = database.prepare(
    "insert or replace into span values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const touchTrace = database.prepare(`
    insert into trace values (?1, (select coalesce(max(seq), 0) + 1 from trace), ?2, ?3, ?4, ?5)
    on conflict (id) do update set
      spans = spans + ?2, bytes = bytes + ?3, start = min(start, ?4), end = max(end, ?5)`);
  return (span, { resourceId, scope }) => {
    const { traceId, spanId, parentSpanId, name, kind, start, end } = span;
    const before = find.get(traceId, spanId);
    const { status, message, flags, attributes, body } = span;
    const row = [traceId, spanId, parentSpanId, name, kind, start, end, status, message, flags];
    insert.run(...row, resourceId, scope, attributes, body);
    const grown = body.length + attributes.length + scope.length - Number(before?.bytes ?? 0);
    touchTrace.run(traceId, before === undefined ? 1 : 0, grown, start, end);
    return before === undefined;
  };
}
