import type { DatabaseSync, SQLInputValue, SQLOutputValue } from "node:sqlite";
import { bigintColumn } from "../store/columns.ts";
import type { Store } from "../store/store.ts";
import type { SearchQuery } from "./search-query.ts";
import type { Condition } from "./traceql.ts";

/** One trace of a search answer, as Tempo names its fields. */
interface FoundTrace {
  /** Hexadecimal, without leading zeros. */
  traceID: string;
  rootServiceName: string;
  rootTraceName: string | undefined;
  startTimeUnixNano: string;
  durationMs: number;
  spanSets: { spans: object[]; matched: number }[];
}

/** The answer of `/api/search`, newest trace first. */
export interface SearchAnswer {
  traces: FoundTrace[];
  metrics: { inspectedTraces: number };
}

/** Finds traces in the store. */
export function searchTraces({ database }: Store, query: SearchQuery): SearchAnswer {
  const { where, values } = traceFilter(query);
  const statement = database.prepare(
    `select id, start, end from trace where ${where} order by start desc limit ?`,
  );
  statement.setReadBigInts(true);
  const describe = prepareDescription(database, spanFilter(query.groups[0] ?? []));
  const traces = statement.all(...values, query.limit).map(describe);
  return { traces, metrics: { inspectedTraces: traces.length } };
}

type Row = Record<string, SQLOutputValue>;

const spansPerTrace = 3;

function prepareDescription(database: DatabaseSync, matching: Filter): (row: Row) => FoundTrace {
  const from = "from span join resource on resource.id = span.resource";
  const root = database.prepare(`
    select name, service ${from}
    where trace = ?1 and not exists
      (select 1 from span as other where other.trace = ?1 and other.id = span.parent)
    order by parent <> '', start limit 1`);
  const count = database.prepare(
    `select count(*) as matched ${from} where trace = ? and ${matching.where}`,
  );
  const spans = database.prepare(`
    select span.id, span.name, start, end - start as duration ${from}
    where trace = ? and ${matching.where} order by start limit ${spansPerTrace}`);
  spans.setReadBigInts(true);
  return (row) => {
    const id = String(row.id);
    const rootSpan = root.get(id);
    const matched = Number(count.get(id, ...matching.values)?.matched ?? 0);
    return {
      traceID: id.replace(/^0+/, ""),
      rootServiceName: String(rootSpan?.service ?? "<root span not yet received>"),
      rootTraceName: rootSpan === undefined ? undefined : String(rootSpan.name),
      startTimeUnixNano: String(row.start),
      durationMs: Number((bigintColumn(row.end) - bigintColumn(row.start)) / 1_000_000n),
      spanSets: [{ spans: spans.all(id, ...matching.values).map(describeSpan), matched }],
    };
  };
}

function describeSpan({ id, name, start, duration }: Row): object {
  return {
    spanID: id,
    name,
    startTimeUnixNano: String(start),
    durationNanos: String(duration),
  };
}

interface Filter {
  where: string;
  values: SQLInputValue[];
}

function traceFilter(query: SearchQuery): Filter {
  const parts: Filter[] = [];
  const { start, end, minDuration, maxDuration } = query;
  if (start !== undefined) parts.push({ where: "end >= ?", values: [start] });
  if (end !== undefined) parts.push({ where: "start <= ?", values: [end] });
  if (minDuration !== undefined) parts.push({ where: "end - start >= ?", values: [minDuration] });
  if (maxDuration !== undefined) parts.push({ where: "end - start <= ?", values: [maxDuration] });
  for (const group of query.groups) {
    const { where, values } = spanFilter(group);
    const exists = `exists (select 1 from span join resource on resource.id = span.resource
      where span.trace = trace.id and ${where})`;
    parts.push({ where: exists, values });
  }
  return all(parts);
}

function spanFilter(conditions: readonly Condition[]): Filter {
  return all(conditions.map(conditionFilter));
}

/** Operators and columns come from closed lists; names and values are bound. */
function conditionFilter({ field, operator, value }: Condition): Filter {
  const bound = typeof value === "boolean" ? Number(value) : value;
  if ("column" in field) {
    const column = field.column === "duration" ? "(span.end - span.start)" : `span.${field.column}`;
    return { where: `${column} ${operator} ?`, values: [bound] };
  }
  const sources =
    field.of === "either" ? ["span", "resource"] : [field.of === "span" ? "span" : "resource"];
  // A tag's value is text whatever its attribute is, so text is compared with text.
  const compared = typeof value === "string" ? "cast(value as text)" : "value";
  const each = sources.map(
    (source) => `exists (select 1 from json_each(${source}.attributes)
      where key = ? and type not in ('object', 'array') and ${compared} ${operator} ?)`,
  );
  return {
    where: `(${each.join(" or ")})`,
    values: sources.flatMap((): SQLInputValue[] => [field.attribute, bound]),
  };
}

function all(parts: readonly Filter[]): Filter {
  if (parts.length === 0) return { where: "true", values: [] };
  return {
    where: parts.map(({ where }) => where).join(" and "),
    values: parts.flatMap(({ values }) => values),
  };
}
