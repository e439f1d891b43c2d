import type { ReceivedRequest } from "../support/otlp-receiver.ts";
import type { Signal } from "../support/otlp-model.ts";
import { canonicalRequest, type Plain, type PlainObject } from "./canonical-request.ts";

/** A span, a metric or a log record, with all that its request says of it. */
export interface Item {
  readonly signal: Signal;
  /** Resource and scope, with their schemas. */
  readonly origin: PlainObject;
  readonly scope: string;
  readonly fields: PlainObject;
}

/** The items of the requests in the order in which they came; how they were put into requests is left out. */
export function itemsOf(requests: readonly ReceivedRequest[]): readonly Item[] {
  return requests.flatMap((request) => {
    const { signal } = request;
    const [byResource, byScope, items] = lists[signal];
    return listIn(canonicalRequest(request), byResource).flatMap((group) =>
      listIn(group, byScope).flatMap((scoped) => {
        const origin = { ...without(group, byScope), ...scopeOf(without(scoped, items)) };
        const scope = nameOf(scoped["scope"]);
        return listIn(scoped, items).map((fields) => ({ signal, origin, scope, fields }));
      }),
    );
  });
}

const lists = {
  traces: ["resourceSpans", "scopeSpans", "spans"],
  metrics: ["resourceMetrics", "scopeMetrics", "metrics"],
  logs: ["resourceLogs", "scopeLogs", "logRecords"],
} as const satisfies Record<Signal, readonly string[]>;

function scopeOf({ scope = {}, schemaUrl = "", ...others }: PlainObject): PlainObject {
  return { scope, scopeSchemaUrl: schemaUrl, ...others };
}

/** Name and version, as far as they are there. */
function nameOf(scope: Plain | undefined): string {
  if (!isObject(scope)) return "";
  return [textIn(scope, "name"), textIn(scope, "version")].filter((part) => part !== "").join("@");
}

/** A field's text or number as text; empty when it is absent or something else. */
export function textIn(message: PlainObject, name: string): string {
  const value = message[name] ?? "";
  return typeof value === "object" ? "" : String(value);
}

/** Gives the objects in a field; throws when they are something else. */
export function listIn(message: PlainObject, name: string): readonly PlainObject[] {
  const list = message[name] ?? [];
  if (!Array.isArray(list) || !list.every(isObject)) throw new TypeError(`${name} is no list`);
  return list;
}

/** Whether the value has named fields. */
export function isObject(value: Plain | undefined): value is PlainObject {
  return typeof value === "object" && !Array.isArray(value);
}

function without(message: PlainObject, name: string): PlainObject {
  return Object.fromEntries(Object.entries(message).filter(([field]) => field !== name));
}
