import { type HrTime, type Link, SpanStatusCode } from "@opentelemetry/api";
import type { TimedEvent } from "@opentelemetry/sdk-trace";
import type { SpanRecord } from "../../trace/span-record.ts";
import { encodeKeyValue } from "./encode-any-value.ts";
import type { ProtobufWriter } from "./protobuf-writer.ts";
import { contextFlags, traceStateText } from "./span-fields.ts";

/**
 * Writes a span as a field of `ScopeSpans`.
 * https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto
 */
export function encodeSpan(writer: ProtobufWriter, span: SpanRecord): void {
  const traceState = traceStateText(span.traceState);
  writer.ensure(96);
  writer.byte(0x12);
  const mark = writer.open(2);
  encodeIds(writer, span);
  if (traceState !== "") {
    writer.byte(0x1a);
    writer.string(traceState);
  }
  writer.ensure(8);
  writer.byte(0x2a);
  writer.string(span.name);
  writer.ensure(32);
  writer.byte(0x30);
  writer.varint(span.kind + 1);
  writer.byte(0x39);
  encodeTime(writer, span.startTime);
  writer.byte(0x41);
  encodeTime(writer, span.endTime);
  const list = span.attributeList;
  for (let at = 0; at < list.length; at += 2) {
    encodeKeyValue(writer, 0x4a, String(list[at]), list[at + 1]);
  }
  encodeCount(writer, 0x50, span.droppedAttributesCount);
  if (span.eventList !== undefined) for (const event of span.eventList) encodeEvent(writer, event);
  encodeCount(writer, 0x60, span.droppedEventsCount);
  if (span.linkList !== undefined) for (const link of span.linkList) encodeLink(writer, link);
  encodeCount(writer, 0x70, span.droppedLinksCount);
  encodeStatus(writer, span);
  writer.ensure(16);
  // Field 16, fixed32
  writer.byte(0x85);
  writer.byte(0x01);
  writer.fixed32(contextFlags(span.traceFlags, span.parentIsRemote));
  writer.close(mark, 2);
}

function encodeIds(writer: ProtobufWriter, span: SpanRecord): void {
  const { trace, parentHigh, parentLow } = span;
  writer.byte(0x0a);
  writer.byte(16);
  writer.bytes32(trace.a);
  writer.bytes32(trace.b);
  writer.bytes32(trace.c);
  writer.bytes32(trace.d);
  writer.byte(0x12);
  writer.byte(8);
  writer.bytes32(span.idHigh);
  writer.bytes32(span.idLow);
  if (parentHigh === 0 && parentLow === 0) return;
  writer.byte(0x22);
  writer.byte(8);
  writer.bytes32(parentHigh);
  writer.bytes32(parentLow);
}

function encodeTime(writer: ProtobufWriter, [seconds, nanos]: HrTime): void {
  writer.nanoseconds(seconds, nanos);
}

/** Zero is what an absent field means. */
function encodeCount(writer: ProtobufWriter, tag: number, count: number): void {
  if (count === 0) return;
  writer.ensure(16);
  writer.byte(tag);
  writer.varint(count);
}

function encodeEvent(writer: ProtobufWriter, event: TimedEvent): void {
  writer.ensure(32);
  writer.byte(0x5a);
  const mark = writer.open(1);
  writer.byte(0x09);
  encodeTime(writer, event.time);
  writer.byte(0x12);
  writer.string(event.name);
  encodeAttributes(writer, 0x1a, event.attributes);
  encodeCount(writer, 0x20, event.droppedAttributesCount ?? 0);
  writer.close(mark, 1);
}

function encodeAttributes(
  writer: ProtobufWriter,
  tag: number,
  attributes: Readonly<Record<string, unknown>> | undefined,
): void {
  if (attributes === undefined) return;
  for (const [key, value] of Object.entries(attributes)) encodeKeyValue(writer, tag, key, value);
}

function encodeLink(
  writer: ProtobufWriter,
  { context, attributes, droppedAttributesCount = 0 }: Link,
): void {
  const traceState = traceStateText(context.traceState);
  writer.ensure(64);
  writer.byte(0x6a);
  const mark = writer.open(1);
  encodeId(writer, 0x0a, context.traceId);
  encodeId(writer, 0x12, context.spanId);
  if (traceState !== "") {
    writer.byte(0x1a);
    writer.string(traceState);
  }
  encodeAttributes(writer, 0x22, attributes);
  encodeCount(writer, 0x28, droppedAttributesCount);
  writer.ensure(8);
  writer.byte(0x35);
  writer.fixed32(contextFlags(context.traceFlags, context.isRemote === true));
  writer.close(mark, 1);
}

function encodeId(writer: ProtobufWriter, tag: number, hex: string): void {
  writer.byte(tag);
  writer.byte(hex.length / 2);
  writer.position += writer.buffer.write(hex, writer.position, "hex");
}

function encodeStatus(
  writer: ProtobufWriter,
  { spanStatus: { code, message = "" } }: SpanRecord,
): void {
  writer.ensure(16);
  writer.byte(0x7a);
  const mark = writer.open(1);
  if (message !== "") {
    writer.byte(0x12);
    writer.string(message);
    writer.ensure(8);
  }
  if (code !== SpanStatusCode.UNSET) {
    writer.byte(0x18);
    writer.byte(code);
  }
  writer.close(mark, 1);
}
