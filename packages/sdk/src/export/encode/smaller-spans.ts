import { Buffer } from "node:buffer";
import type { Link } from "@opentelemetry/api";
import type { TimedEvent } from "@opentelemetry/sdk-trace";
import type { SpanRecord } from "../../trace/span-record.ts";

/**
 * Versions of a span that is larger than a request may be, each smaller than the one before: its longest texts, byte
 * arrays and lists are cut to one length, so that the short ones stay whole.
 */
export function* smallerSpans(span: SpanRecord, maxBytes: number): Generator<SpanRecord> {
  const cap = capFor(sizesOf(span), maxBytes * 0.9);
  for (const share of SHARES) yield cutSpan(span, Math.floor(cap * share));
}

/** Beside its values a span has keys, numbers and lengths, and JSON escapes: how much that is shows when it is tried. */
const SHARES = [1, 0.6, 0.3, 0.1, 0];

/** The length that, with all values cut to it, leaves at most `budget` bytes. */
function capFor(sizes: readonly number[], budget: number): number {
  // There may be millions, which this sorts in a tenth of the time.
  const ascending = Float64Array.from(sizes).toSorted();
  let left = budget;
  for (const [index, size] of ascending.entries()) {
    const share = left / (ascending.length - index);
    if (size > share) return share;
    left -= size;
  }
  // The values would fit: it is the keys and numbers around them that are too many.
  return left;
}

function sizesOf(span: SpanRecord): readonly number[] {
  const sizes: number[] = [];
  cutSpan(span, Number.POSITIVE_INFINITY, (size) => sizes.push(size));
  return sizes;
}

type Visit = (size: number) => void;

function cutSpan(span: SpanRecord, cap: number, visit: Visit = ignore): SpanRecord {
  const { eventList = [], linkList = [], spanStatus, attributeList } = span;
  const { message } = spanStatus;
  const parts = {
    name: cutText(span.name, cap, visit),
    attributeList: attributeList.map((entry, at) =>
      at % 2 === 0 ? entry : cut(entry, cap, visit),
    ),
    eventList: eventList.map((event) => cutPart(event, cap, visit)),
    linkList: linkList.map((link) => cutPart(link, cap, visit)),
    spanStatus:
      message === undefined ? spanStatus : { ...spanStatus, message: cutText(message, cap, visit) },
  };
  const { scope, kind, trace, idHigh, idLow, traceFlags, traceState, startTime, endTime } = span;
  const { parentHigh, parentLow, parentIsRemote } = span;
  const { droppedAttributesCount, droppedEventsCount, droppedLinksCount } = span;
  const dropped = { droppedAttributesCount, droppedEventsCount, droppedLinksCount };
  const identity = { scope, kind, trace, idHigh, idLow, traceFlags, traceState };
  const parent = { parentHigh, parentLow, parentIsRemote };
  return { ...identity, ...parent, ...dropped, ...parts, startTime, endTime };
}

function ignore(): void {}

function cutPart<T extends Link | TimedEvent>(part: T, cap: number, visit: Visit): T {
  const { attributes } = part;
  const named = "name" in part ? { ...part, name: cutText(part.name, cap, visit) } : part;
  if (attributes === undefined) return named;
  return { ...named, attributes: cutMap(attributes, cap, visit) };
}

function cut(value: unknown, cap: number, visit: Visit): unknown {
  if (typeof value === "string") return cutText(value, cap, visit);
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Uint8Array) {
    visit(value.length);
    return value.length > cap ? value.subarray(0, cap) : value;
  }
  if (Array.isArray(value)) return cutList(value, cap, visit);
  return cutMap(value, cap, visit);
}

/** What a member of a list takes, a text's own bytes aside: that of a number in protobuf. */
const MEMBER_BYTES = 11;

function cutList(list: readonly unknown[], cap: number, visit: Visit): readonly unknown[] {
  visit(list.length * MEMBER_BYTES);
  const kept = Math.floor(cap / MEMBER_BYTES);
  const shorter = list.length > kept ? list.slice(0, kept) : list;
  return shorter.map((item) => cut(item, cap, visit));
}

function cutMap(map: object, cap: number, visit: Visit): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(map).map(([key, value]) => [key, cut(value, cap, visit)]),
  );
}

/** At most `cap` bytes of UTF-8, and whole characters only. */
function cutText(text: string, cap: number, visit: Visit): string {
  if (visit !== ignore) visit(Buffer.byteLength(text));
  if (text.length * 3 <= cap || Buffer.byteLength(text) <= cap) return text;
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(cap));
  return text.slice(0, read);
}
