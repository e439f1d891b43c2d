import type { SpanView } from "../store/read-trace.ts";
import type { TraceView } from "./render.ts";
import { buildForest } from "./tree.ts";
import { readUsage, sumUsage } from "./usage.ts";

/** Writes a trace, or what of it is new, as one line of JSON that is safe to show on a terminal. */
export function traceToJson({ traceId, spans, state }: TraceView): string {
  const forest = buildForest(spans);
  const [root] = forest.roots;
  const value = {
    traceId,
    state,
    rootName: root?.span.name,
    service: root?.span.service,
    spanCount: forest.nodes.length,
    errorCount: forest.nodes.filter(({ span }) => span.failed).length,
    usage: sumUsage(forest.nodes),
    spans: spans.map(spanToObject),
  };
  return JSON.stringify(value).replaceAll(beyondJson, escape);
}

// JSON.stringify leaves these as they are, and a terminal or an editor would obey them.
const beyondJson = /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
const kinds = ["unspecified", "internal", "server", "client", "producer", "consumer"];

function spanToObject(span: SpanView): object {
  return {
    spanId: span.spanId,
    parentSpanId: span.parentSpanId === "" ? undefined : span.parentSpanId,
    name: span.name,
    service: span.service,
    kind: kinds[span.kind] ?? span.kind,
    startTimeUnixNano: String(span.start),
    durationMs: Number(span.end - span.start) / 1e6,
    error: span.failed ? { type: span.attributes["error.type"], message: span.message } : undefined,
    usage: readUsage(span),
    attributes: span.attributes,
  };
}

function escape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
