import { visitFields } from "./wire-reader.ts";

/** What one request carried. */
export interface SpanCount {
  /** All spans. */
  spans: number;
  /** Those that the application itself made: their names begin with `bench `. */
  manual: number;
  /** Attributes of the latter. */
  attributes: number;
}

/**
 * Counts the spans of an OTLP `ExportTraceServiceRequest` in protobuf.
 *
 * @throws {RangeError} when the bytes are none
 */
export function countOtlpSpans(bytes: Uint8Array): SpanCount {
  const count: SpanCount = { spans: 0, manual: 0, attributes: 0 };
  visitFields(bytes, { start: 0, end: bytes.length }, (field, start, end) => {
    if (field === RESOURCE_SPANS) countResourceSpans(bytes, { start, end }, count);
  });
  return count;
}

// Field numbers of opentelemetry/proto/trace/v1/trace.proto.
const RESOURCE_SPANS = 1;
const SCOPE_SPANS = 2;
const SPANS = 2;
const SPAN_NAME = 5;
const SPAN_ATTRIBUTES = 9;

interface Range {
  readonly start: number;
  readonly end: number;
}

function countResourceSpans(bytes: Uint8Array, range: Range, count: SpanCount): void {
  visitFields(bytes, range, (field, start, end) => {
    if (field === SCOPE_SPANS) countScopeSpans(bytes, { start, end }, count);
  });
}

function countScopeSpans(bytes: Uint8Array, range: Range, count: SpanCount): void {
  visitFields(bytes, range, (field, start, end) => {
    if (field === SPANS) countSpan(bytes, { start, end }, count);
  });
}

function countSpan(bytes: Uint8Array, range: Range, count: SpanCount): void {
  let manual = false;
  let attributes = 0;
  visitFields(bytes, range, (field, start, end) => {
    if (field === SPAN_NAME) manual = isManual(bytes, start, end);
    else if (field === SPAN_ATTRIBUTES) attributes += 1;
  });
  count.spans += 1;
  if (!manual) return;
  count.manual += 1;
  count.attributes += attributes;
}

const MANUAL = new TextEncoder().encode("bench ");

function isManual(bytes: Uint8Array, start: number, end: number): boolean {
  return (
    end - start > MANUAL.length && MANUAL.every((byte, index) => bytes[start + index] === byte)
  );
}
