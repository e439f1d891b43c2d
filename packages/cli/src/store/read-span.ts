import { otlpEnums } from "../otlp/enums.ts";
import type { OtlpSpan } from "../otlp/model.ts";
import { flatten } from "./flatten.ts";

/** A span, ready to be stored. */
export interface StoredSpan {
  traceId: string;
  spanId: string;
  /** "" for a root. */
  parentSpanId: string;
  name: string;
  kind: number;
  /** Nanoseconds since 1970. */
  start: bigint;
  end: bigint;
  status: number;
  message: string;
  flags: number;
  /** Attributes as JSON: key to plain value. */
  attributes: string;
  /** The whole span as JSON, as Tempo writes it: ids in base64, enums by name. */
  body: string;
}

/** Turns a received span into a row, or says in a few words why it cannot be kept. */
export function readSpan(span: OtlpSpan): StoredSpan | string {
  const { traceId, spanId, parentSpanId } = span;
  if (!isId(traceId, 16)) return "a trace id is not 16 bytes that are not all zero";
  if (!isId(spanId, 8)) return "a span id is not 8 bytes that are not all zero";
  const start = clamp(span.startTimeUnixNano);
  return {
    traceId: hex(traceId),
    spanId: hex(spanId),
    parentSpanId: isId(parentSpanId, 8) ? hex(parentSpanId) : "",
    name: span.name ?? "",
    kind: span.kind ?? 0,
    start,
    end: clamp(span.endTimeUnixNano),
    status: span.status?.code ?? 0,
    message: span.status?.message ?? "",
    flags: span.flags ?? 0,
    attributes: JSON.stringify(flatten(span.attributes)),
    body: stringify(tempoShape(span)),
  };
}

/** JSON with bytes in base64, as proto3 JSON has them. */
export function stringify(value: unknown): string {
  return JSON.stringify(value, function replace(this: Record<string, unknown>, key, plain) {
    const raw = this[key];
    return raw instanceof Uint8Array ? Buffer.from(raw).toString("base64") : plain;
  });
}

const zero = /^0*$/;
const largest = 2n ** 63n - 1n;

function isId(id: Uint8Array | undefined, length: number): id is Uint8Array {
  return id?.length === length && !zero.test(hex(id));
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("hex");
}

/** SQLite's integers are signed; no clock is past the year 2262. */
function clamp(nanoseconds: string | undefined): bigint {
  const value = BigInt(nanoseconds ?? 0);
  return value > largest ? largest : value;
}

function tempoShape(span: OtlpSpan): object {
  const kind = otlpEnums.SpanKind[span.kind ?? 0];
  const code = otlpEnums.StatusCode[span.status?.code ?? 0];
  const status = span.status === undefined ? {} : { status: { ...span.status, code } };
  return { ...span, kind, ...status };
}
