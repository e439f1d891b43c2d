import { objectColumn } from "../store/columns.ts";
import type { Store } from "../store/store.ts";

/** Spans of one service, as Tempo writes them: ids in base64, enums by name. */
export interface ResourceSpans {
  resource: object;
  scopeSpans: { scope: object; spans: object[] }[];
}

/** A stored trace grouped by resource and scope; empty when it is absent. */
export function readResourceSpans(store: Store, traceId: string): ResourceSpans[] {
  const rows = store.database.prepare(`
    select span.body, span.scope, span.resource, resource.body as resource_body
    from span join resource on resource.id = span.resource where trace = ? order by span.rowid`);
  const byResource = new Map<unknown, ResourceSpans & { scopes: Map<unknown, object[]> }>();
  for (const row of rows.all(traceId)) {
    let group = byResource.get(row.resource);
    if (group === undefined) {
      group = { resource: objectColumn(row.resource_body), scopeSpans: [], scopes: new Map() };
      byResource.set(row.resource, group);
    }
    let spans = group.scopes.get(row.scope);
    if (spans === undefined) {
      spans = [];
      group.scopes.set(row.scope, spans);
      group.scopeSpans.push({ scope: objectColumn(row.scope), spans });
    }
    spans.push(objectColumn(row.body));
  }
  return [...byResource.values()].map(({ resource, scopeSpans }) => ({ resource, scopeSpans }));
}
