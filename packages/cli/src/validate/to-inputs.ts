import type { EventInput, MetricInput, TraceSpanInput } from "@agent-otel/semconv-genai/validate";
import type { AnyValue, KeyValue, OtlpLogRecord, OtlpSpan } from "../otlp/model.ts";
import { flatten } from "../store/flatten.ts";
import { metricInput } from "./metric-input.ts";
import type { OtlpRequest } from "./read-requests.ts";

/** What the validator takes, of all signals. */
export interface ValidatorInputs {
  /** Spans of each trace, by its id. */
  readonly traces: ReadonlyMap<string, readonly TraceSpanInput[]>;
  readonly metrics: readonly MetricInput[];
  readonly events: readonly EventInput[];
}

/** Puts the spans of each trace together, over all requests, and reads metrics and log records. */
export function toInputs(requests: readonly OtlpRequest[]): ValidatorInputs {
  const traces = new Map<string, TraceSpanInput[]>();
  const metrics: MetricInput[] = [];
  const events: EventInput[] = [];
  for (const item of requests) {
    if (item.signal === "traces") {
      const scopes = (item.request.resourceSpans ?? []).flatMap(
        ({ scopeSpans = [] }) => scopeSpans,
      );
      for (const span of scopes.flatMap(({ spans = [] }) => spans)) {
        const id = hex(span.traceId);
        traces.set(id, [...(traces.get(id) ?? []), spanInput(span)]);
      }
    } else if (item.signal === "metrics") {
      const scopes = (item.request.resourceMetrics ?? []).flatMap(
        ({ scopeMetrics = [] }) => scopeMetrics,
      );
      metrics.push(...scopes.flatMap(({ metrics: each = [] }) => each).map(metricInput));
    } else {
      const scopes = (item.request.resourceLogs ?? []).flatMap(({ scopeLogs = [] }) => scopeLogs);
      events.push(...scopes.flatMap(({ logRecords = [] }) => logRecords).map(eventInput));
    }
  }
  return { traces, metrics, events };
}

/** What the printer of spans has no use for. */
interface SpanWithEvents extends OtlpSpan {
  events?: { name?: string; attributes?: KeyValue[] }[];
}

function spanInput(span: SpanWithEvents): TraceSpanInput {
  const traceId = hex(span.traceId);
  const spanId = hex(span.spanId);
  const parent = hex(span.parentSpanId);
  return {
    name: span.name ?? "",
    // OTLP counts kinds from 1, since 0 says that there is none; the API from 0, which is INTERNAL.
    kind: (span.kind ?? 1) - 1,
    attributes: flatten(span.attributes),
    status: { code: span.status?.code ?? 0 },
    events: (span.events ?? []).map(({ name = "", attributes }) => ({
      name,
      attributes: flatten(attributes),
    })),
    spanContext: () => ({ traceId, spanId }),
    parentSpanContext: parent === "" ? undefined : { spanId: parent },
  };
}

interface RecordWithName extends OtlpLogRecord {
  eventName?: string;
  attributes?: KeyValue[];
}

function eventInput(record: RecordWithName): EventInput {
  return {
    // proto3 has no absent text.
    eventName: record.eventName === "" ? undefined : record.eventName,
    attributes: flatten(record.attributes),
    severityNumber: record.severityNumber,
    body: plain(record.body),
  };
}

function plain(value: AnyValue | undefined): unknown {
  return value === undefined ? undefined : flatten([{ key: "body", value }])["body"];
}

function hex(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? "" : Buffer.from(bytes).toString("hex");
}
