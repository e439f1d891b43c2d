import type { SpanCount } from "./count-otlp.ts";

/**
 * Counts the spans of a request to the Datadog agent's `/v0.4/traces`: MessagePack, an array of traces, each
 * an array of spans, each a map.
 *
 * @throws {RangeError} when the bytes are no such thing
 */
export function countDatadogSpans(bytes: Buffer): SpanCount {
  const count: SpanCount = { spans: 0, manual: 0, attributes: 0 };
  const cursor: Cursor = { bytes, at: 0, kind: "scalar", size: 0 };
  const traces = readHead(cursor, "array");
  for (let trace = 0; trace < traces; trace += 1) {
    const spans = readHead(cursor, "array");
    for (let span = 0; span < spans; span += 1) countSpan(cursor, count);
  }
  if (cursor.at !== bytes.length) {
    throw new RangeError(`the traces end at byte ${cursor.at} of ${bytes.length}`);
  }
  return count;
}

interface Head {
  /** What the value is; everything without parts is a scalar. */
  kind: "array" | "map" | "scalar" | "string";
  /** Parts of an array, pairs of a map, bytes of a string or scalar that follow the head. */
  size: number;
}

/** The place in the bytes and the head that was read last: one object, lest the sink be slower than its senders. */
interface Cursor extends Head {
  readonly bytes: Buffer;
  at: number;
}

function countSpan(cursor: Cursor, count: SpanCount): void {
  const pairs = readHead(cursor, "map");
  count.spans += 1;
  for (let pair = 0; pair < pairs; pair += 1) {
    // The name of a span made through the OpenTelemetry API is the resource of a Datadog span.
    if (!readString(cursor, RESOURCE)) skipValue(cursor);
    else if (readString(cursor, MANUAL)) count.manual += 1;
  }
}

const RESOURCE = Buffer.from("resource");
const MANUAL = Buffer.from("bench ");

function readHead(cursor: Cursor, expected: Head["kind"]): number {
  nextHead(cursor);
  if (cursor.kind !== expected) {
    throw new RangeError(`${cursor.kind} before byte ${cursor.at}, not ${expected}`);
  }
  return cursor.size;
}

/** Passes a string; true when it begins with `start`. */
function readString(cursor: Cursor, start: Buffer): boolean {
  const begin = cursor.at;
  const size = readHead(cursor, "string");
  const from = cursor.at;
  cursor.at += size;
  if (cursor.at > cursor.bytes.length) throw new RangeError(`the string at ${begin} is cut off`);
  if (size < start.length || cursor.bytes[from] !== start[0]) return false;
  return cursor.bytes.compare(start, 0, start.length, from, from + start.length) === 0;
}

function skipValue(cursor: Cursor): void {
  nextHead(cursor);
  const { kind, size } = cursor;
  if (kind === "scalar" || kind === "string") {
    cursor.at += size;
    return;
  }
  for (let part = kind === "map" ? size * 2 : size; part > 0; part -= 1) skipValue(cursor);
}

function nextHead(cursor: Cursor): void {
  const byte = cursor.bytes.readUInt8(cursor.at);
  cursor.at += 1;
  if (byte < 0x80 || byte >= 0xe0) setHead(cursor, "scalar", 0);
  else if (byte < 0x90) setHead(cursor, "map", byte % 16);
  else if (byte < 0xa0) setHead(cursor, "array", byte % 16);
  else if (byte < 0xc0) setHead(cursor, "string", byte % 32);
  else readLongHead(cursor, byte);
}

function readLongHead(cursor: Cursor, byte: number): void {
  const { kind, lengthBytes, size } = heads[byte - 0xc0] ?? unknown(byte);
  setHead(cursor, kind, size);
  if (lengthBytes === 0) return;
  cursor.size += cursor.bytes.readUIntBE(cursor.at, lengthBytes);
  cursor.at += lengthBytes;
}

function setHead(cursor: Cursor, kind: Head["kind"], size: number): void {
  cursor.kind = kind;
  cursor.size = size;
}

interface LongHead extends Head {
  /** Bytes of the length that follows the first byte. */
  readonly lengthBytes: number;
}

/** The MessagePack specification's formats whose first byte is 0xc0 to 0xdf, in that order. */
const heads: readonly (LongHead | undefined)[] = [
  row("scalar", 0),
  undefined,
  row("scalar", 0),
  row("scalar", 0),
  ...[1, 2, 4].map((lengthBytes) => row("scalar", 0, lengthBytes)),
  // Extensions have one byte of type before their data.
  ...[1, 2, 4].map((lengthBytes) => row("scalar", 1, lengthBytes)),
  ...[4, 8, 1, 2, 4, 8, 1, 2, 4, 8].map((size) => row("scalar", size)),
  ...[2, 3, 5, 9, 17].map((size) => row("scalar", size)),
  ...[1, 2, 4].map((lengthBytes) => row("string", 0, lengthBytes)),
  ...[2, 4].map((lengthBytes) => row("array", 0, lengthBytes)),
  ...[2, 4].map((lengthBytes) => row("map", 0, lengthBytes)),
];

function row(kind: Head["kind"], size: number, lengthBytes = 0): LongHead {
  return { kind, size, lengthBytes };
}

function unknown(byte: number): never {
  throw new RangeError(`0x${byte.toString(16)} begins no MessagePack value`);
}
