import type { SpanCount } from "./count-otlp.ts";

/**
 * Counts the spans of a request to the Datadog agent's `/v0.4/traces`: MessagePack, an array of traces, each
 * an array of spans, each a map.
 *
 * @throws {RangeError} when the bytes are no such thing
 */
export function countDatadogSpans(bytes: Buffer): SpanCount {
  const count: SpanCount = { spans: 0, manual: 0, attributes: 0 };
  const cursor: Cursor = { bytes, at: 0 };
  const traces = readHead(cursor, "array");
  for (let trace = 0; trace < traces; trace += 1) {
    const spans = readHead(cursor, "array");
    for (let span = 0; span < spans; span += 1) countSpan(cursor, count);
  }
  if (cursor.at !== bytes.length)
    throw new RangeError(`${bytes.length - cursor.at} bytes too many`);
  return count;
}

interface Cursor {
  readonly bytes: Buffer;
  at: number;
}

interface Head {
  /** What the value is; everything without parts is a scalar. */
  readonly kind: "array" | "map" | "scalar" | "string";
  /** Parts of an array, pairs of a map, bytes of a string or scalar that follow the head. */
  readonly size: number;
}

function countSpan(cursor: Cursor, count: SpanCount): void {
  const pairs = readHead(cursor, "map");
  count.spans += 1;
  for (let pair = 0; pair < pairs; pair += 1) {
    const key = readString(cursor);
    // The name of a span made through the OpenTelemetry API is the resource of a Datadog span.
    if (key !== "resource") skipValue(cursor);
    else if (readString(cursor).startsWith("bench ")) count.manual += 1;
  }
}

function readHead(cursor: Cursor, expected: Head["kind"]): number {
  const { kind, size } = nextHead(cursor);
  if (kind !== expected) throw new RangeError(`${kind} before byte ${cursor.at}, not ${expected}`);
  return size;
}

function readString(cursor: Cursor): string {
  const length = readHead(cursor, "string");
  cursor.at += length;
  return cursor.bytes.toString("latin1", cursor.at - length, cursor.at);
}

function skipValue(cursor: Cursor): void {
  const { kind, size } = nextHead(cursor);
  if (kind === "scalar" || kind === "string") {
    cursor.at += size;
    return;
  }
  for (let part = kind === "map" ? size * 2 : size; part > 0; part -= 1) skipValue(cursor);
}

function nextHead(cursor: Cursor): Head {
  const byte = cursor.bytes.readUInt8(cursor.at);
  cursor.at += 1;
  if (byte < 0x80 || byte >= 0xe0) return { kind: "scalar", size: 0 };
  if (byte < 0x90) return { kind: "map", size: byte % 16 };
  if (byte < 0xa0) return { kind: "array", size: byte % 16 };
  if (byte < 0xc0) return { kind: "string", size: byte % 32 };
  const { kind, lengthBytes, size } = heads.get(byte) ?? unknown(byte);
  if (lengthBytes === 0) return { kind, size };
  cursor.at += lengthBytes;
  return { kind, size: size + cursor.bytes.readUIntBE(cursor.at - lengthBytes, lengthBytes) };
}

interface LongHead extends Head {
  /** Bytes of the length that follows the first byte. */
  readonly lengthBytes: number;
}

/** The MessagePack specification's formats with a first byte of 0xc0 to 0xdf. */
const heads: ReadonlyMap<number, LongHead> = new Map([
  ...[0xc0, 0xc2, 0xc3].map((byte) => row(byte, "scalar", 0)),
  ...[0xc4, 0xc5, 0xc6].map((byte, index) => row(byte, "scalar", 0, 2 ** index)),
  // Extensions have one byte of type before their data.
  ...[0xc7, 0xc8, 0xc9].map((byte, index) => row(byte, "scalar", 1, 2 ** index)),
  ...[4, 8, 1, 2, 4, 8, 1, 2, 4, 8].map((size, index) => row(0xca + index, "scalar", size)),
  ...[2, 3, 5, 9, 17].map((size, index) => row(0xd4 + index, "scalar", size)),
  ...[0xd9, 0xda, 0xdb].map((byte, index) => row(byte, "string", 0, 2 ** index)),
  ...[0xdc, 0xdd].map((byte, index) => row(byte, "array", 0, 2 ** (index + 1))),
  ...[0xde, 0xdf].map((byte, index) => row(byte, "map", 0, 2 ** (index + 1))),
]);

function row(
  byte: number,
  kind: Head["kind"],
  size: number,
  lengthBytes = 0,
): readonly [number, LongHead] {
  return [byte, { kind, size, lengthBytes }];
}

function unknown(byte: number): never {
  throw new RangeError(`0x${byte.toString(16)} begins no MessagePack value`);
}
