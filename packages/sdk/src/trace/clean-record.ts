import { type Link, type SpanStatus, SpanStatusCode } from "@opentelemetry/api";
import type { TimedEvent } from "@opentelemetry/sdk-trace";
import { exactAttribute } from "./attribute-list.ts";
import { cleanAttributes } from "./clean-attributes.ts";
import { readTime } from "./clock.ts";
import { defaultSpanLimits } from "./limits.ts";
import type { ReadableSpanView } from "./readable-span.ts";
import type { SpanRecord } from "./span-record.ts";
import { createEvent, createLink, toText } from "./span-parts.ts";

/**
 * The span as the encoder may read it. Most spans are clean as they are; one whose parts were handed out to a user's
 * code may hold anything by now, and is copied.
 */
export function toCleanRecord(span: ReadableSpanView): SpanRecord {
  if (!span.isShared && typeof span.name === "string") return span;
  const { scope, kind, trace, idHigh, idLow, traceFlags, traceState, parentHigh, parentLow } = span;
  const { parentIsRemote, startTime, endTime } = span;
  const copy = { scope, kind, trace, idHigh, idLow, traceFlags, traceState, parentHigh, parentLow };
  const attributes = readAttributes(span);
  const events = readParts(span, span.eventList, readEvent);
  const links = readParts(span, span.linkList, readLink);
  return {
    ...copy,
    parentIsRemote,
    startTime,
    endTime,
    name: toText(span.name),
    attributeList: attributes.list,
    eventList: events.parts,
    linkList: links.parts,
    spanStatus: readStatus(span.spanStatus),
    droppedAttributesCount: span.droppedAttributesCount + attributes.dropped,
    droppedEventsCount: span.droppedEventsCount + events.dropped,
    droppedLinksCount: span.droppedLinksCount + links.dropped,
  };
}

function readAttributes(span: ReadableSpanView): { list: readonly unknown[]; dropped: number } {
  if (span.attributeObject === undefined) return { list: span.attributeList, dropped: 0 };
  const { attributes, droppedAttributesCount, repairs } = cleanAttributes(span.attributeObject);
  span.repairs += repairs;
  const list: unknown[] = [];
  for (const [key, value] of Object.entries(attributes)) {
    list.push(key, exactAttribute(span, key, value));
  }
  return { list, dropped: droppedAttributesCount };
}

/** A sparse array can be longer than there is time. */
const MAX_PARTS = 16_384;

interface Parts<T> {
  readonly parts: T[];
  readonly dropped: number;
}

/** Reads each entry alone, so that a broken one costs no other. */
function readParts<T>(
  span: ReadableSpanView,
  given: unknown,
  read: (entry: T, span: ReadableSpanView) => T | undefined,
): Parts<T> {
  const parts: T[] = [];
  const entries: readonly T[] = attempt(() => (Array.isArray(given) ? given : undefined)) ?? [];
  const length = attempt(() => entries.length) ?? 0;
  for (let at = 0; at < Math.min(length, MAX_PARTS); at += 1) {
    const part = attempt(() => {
      const entry = entries[at];
      return entry === undefined ? undefined : read(entry, span);
    });
    if (part !== undefined) parts.push(part);
  }
  const dropped = length - parts.length;
  span.repairs += dropped;
  return { parts, dropped };
}

function attempt<T>(body: () => T | undefined): T | undefined {
  try {
    return body();
  } catch {
    // A user's processor has put something there whose getter throws: it is left out, and counted by the caller.
    return undefined;
  }
}

function readEvent(event: TimedEvent, span: ReadableSpanView): TimedEvent {
  const { name, attributes, droppedAttributesCount = 0 } = event;
  const time = readTime(event.time, span.clock) ?? span.endTime;
  const { part, repairs } = createEvent({ name, time, attributes }, unlimited);
  span.repairs += repairs;
  return withDropped(part, droppedAttributesCount);
}

function readLink(link: Link, span: ReadableSpanView): Link | undefined {
  const made = createLink(link, unlimited);
  if (made === undefined) return undefined;
  span.repairs += made.repairs;
  return withDropped(made.part, link.droppedAttributesCount ?? 0);
}

/** The limits were applied when the parts were made. */
const unlimited = {
  ...defaultSpanLimits,
  attributePerEventCountLimit: Number.POSITIVE_INFINITY,
  attributePerLinkCountLimit: Number.POSITIVE_INFINITY,
};

function withDropped<T extends Link | TimedEvent>(part: T, before: unknown): T {
  const { droppedAttributesCount = 0 } = part;
  return {
    ...part,
    droppedAttributesCount: droppedAttributesCount + (typeof before === "number" ? before : 0),
  };
}

function readStatus(status: unknown): SpanStatus {
  const { code, message } = attempt(() => readMembers(status)) ?? {};
  if (code !== SpanStatusCode.OK && code !== SpanStatusCode.ERROR) {
    return { code: SpanStatusCode.UNSET };
  }
  return typeof message === "string" ? { code, message } : { code };
}

function readMembers(status: unknown): { code?: unknown; message?: unknown } {
  if (typeof status !== "object" || status === null) return {};
  return { code: Reflect.get(status, "code"), message: Reflect.get(status, "message") };
}
