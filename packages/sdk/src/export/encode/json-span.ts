import type { HrTime, Link } from "@opentelemetry/api";
import type { TimedEvent } from "@opentelemetry/sdk-trace";
import { spanIdHex, traceIdHex } from "../../trace/id.ts";
import type { SpanRecord } from "../../trace/span-record.ts";
import { jsonAttributes, jsonText } from "./json-any-value.ts";
import { contextFlags, traceStateText } from "./span-fields.ts";

/** A span as OTLP/JSON. https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding */
export function jsonSpan(span: SpanRecord): string {
  const { trace, idHigh, idLow, traceFlags, traceState, parentHigh, parentLow } = span;
  const { eventList = [], linkList = [], spanStatus } = span;
  const hasParent = parentHigh !== 0 || parentLow !== 0;
  return object([
    ["traceId", jsonText(traceIdHex(trace))],
    ["spanId", jsonText(spanIdHex(idHigh, idLow))],
    ["traceState", optionalText(traceStateText(traceState))],
    ["parentSpanId", hasParent ? jsonText(spanIdHex(parentHigh, parentLow)) : undefined],
    ["name", jsonText(span.name)],
    ["kind", String(span.kind + 1)],
    ["startTimeUnixNano", jsonTime(span.startTime)],
    ["endTimeUnixNano", jsonTime(span.endTime)],
    ["attributes", jsonAttributes(pairs(span.attributeList))],
    ["droppedAttributesCount", String(span.droppedAttributesCount)],
    ["events", `[${eventList.map(jsonEvent).join(",")}]`],
    ["droppedEventsCount", String(span.droppedEventsCount)],
    ["links", `[${linkList.map(jsonLink).join(",")}]`],
    ["droppedLinksCount", String(span.droppedLinksCount)],
    [
      "status",
      object([
        ["code", String(spanStatus.code)],
        ["message", optionalText(spanStatus.message ?? "")],
      ]),
    ],
    ["flags", String(contextFlags(traceFlags, span.parentIsRemote))],
  ]);
}

/** Members whose value is undefined are left out. */
function object(members: readonly (readonly [string, string | undefined])[]): string {
  const present = members.filter(([, value]) => value !== undefined);
  return `{${present.map(([name, value]) => `"${name}":${value}`).join(",")}}`;
}

function optionalText(text: string): string | undefined {
  return text === "" ? undefined : jsonText(text);
}

/** Nanoseconds as text: nine digits after the seconds. */
function jsonTime([seconds, nanos]: HrTime): string {
  return seconds === 0 ? `"${nanos}"` : `"${seconds}${String(nanos).padStart(9, "0")}"`;
}

function* pairs(list: readonly unknown[]): Generator<readonly [string, unknown]> {
  for (let at = 0; at < list.length; at += 2) yield [String(list[at]), list[at + 1]];
}

function jsonEvent({ time, name, attributes = {}, droppedAttributesCount }: TimedEvent): string {
  return object([
    ["timeUnixNano", jsonTime(time)],
    ["name", jsonText(name)],
    ["attributes", jsonAttributes(Object.entries(attributes))],
    ["droppedAttributesCount", String(droppedAttributesCount ?? 0)],
  ]);
}

function jsonLink({ context, attributes = {}, droppedAttributesCount }: Link): string {
  return object([
    ["traceId", jsonText(context.traceId)],
    ["spanId", jsonText(context.spanId)],
    ["traceState", optionalText(traceStateText(context.traceState))],
    ["attributes", jsonAttributes(Object.entries(attributes))],
    ["droppedAttributesCount", String(droppedAttributesCount ?? 0)],
    ["flags", String(contextFlags(context.traceFlags, context.isRemote === true))],
  ]);
}
