import { type ProtobufWriter, utf8Length, varintSize } from "./protobuf-writer.ts";

/** Field tags of `AnyValue`, `ArrayValue`, `KeyValueList` and `KeyValue`: number * 8 + wire type. */
const STRING = 0x0a;
const BOOL = 0x10;
const INT = 0x18;
const DOUBLE = 0x21;
const ARRAY = 0x2a;
const MAP = 0x32;
const BYTES = 0x3a;
const ITEM = 0x0a;
const KEY = 0x0a;
const VALUE = 0x12;

/** Texts from this length on are measured first, so that they are written once and never moved. */
const LONG = 48;

/**
 * Writes a `KeyValue` as a field of the message around it. The value is a clean one: see `trace/clean-value.ts`.
 * https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/common/v1/common.proto
 *
 * @param tag Of the repeated field that takes it.
 */
export function encodeKeyValue(
  writer: ProtobufWriter,
  tag: number,
  key: string,
  value: unknown,
): void {
  if (typeof value === "string" && value.length >= LONG) {
    encodeLongText(writer, tag, key, value);
    return;
  }
  if (encodeShort(writer, tag, key, value)) return;
  writer.ensure(16);
  writer.byte(tag);
  const pair = writer.open(1);
  writer.byte(KEY);
  writer.string(key);
  writer.ensure(16);
  writer.byte(VALUE);
  const any = writer.open(1);
  encodeAnyValue(writer, value);
  writer.close(any, 1);
  writer.close(pair, 1);
}

/**
 * The most frequent case, half of the time of a span: a short key with a short text, number or boolean, whose lengths
 * are all below 128 and so have one byte each. Writes nothing, and says so, when it is none.
 */
function encodeShort(writer: ProtobufWriter, tag: number, key: string, value: unknown): boolean {
  writer.ensure(128);
  const start = writer.position;
  writer.position = start + 4;
  if (writer.ascii(key)) {
    const any = writer.position;
    writer.position = any + 2;
    if (encodeShortValue(writer, value)) {
      const { buffer, position } = writer;
      buffer[start] = tag;
      buffer[start + 1] = position - start - 2;
      buffer[start + 2] = KEY;
      buffer[start + 3] = any - start - 4;
      buffer[any] = VALUE;
      buffer[any + 1] = position - any - 2;
      return true;
    }
  }
  writer.position = start;
  return false;
}

function encodeShortValue(writer: ProtobufWriter, value: unknown): boolean {
  switch (typeof value) {
    case "string": {
      const { position } = writer;
      writer.position = position + 2;
      if (!writer.ascii(value)) return false;
      writer.buffer[position] = STRING;
      writer.buffer[position + 1] = value.length;
      return true;
    }
    case "number":
      encodeNumber(writer, value);
      return true;
    case "boolean":
      writer.byte(BOOL);
      writer.byte(value ? 1 : 0);
      return true;
    default:
      return false;
  }
}

function encodeLongText(writer: ProtobufWriter, tag: number, key: string, text: string): void {
  const keyBytes = Buffer.byteLength(key);
  const textBytes = utf8Length(text, writer.limit - writer.position);
  const anyBytes = 1 + varintSize(textBytes) + textBytes;
  const pairBytes = 1 + varintSize(keyBytes) + keyBytes + 1 + varintSize(anyBytes) + anyBytes;
  writer.ensure(pairBytes + 8);
  writer.byte(tag);
  writer.varint(pairBytes);
  writer.byte(KEY);
  writer.string(key);
  writer.byte(VALUE);
  writer.varint(anyBytes);
  writer.byte(STRING);
  writer.longString(text, textBytes);
}

/** Writes the fields of an `AnyValue`: none for null, "empty". */
function encodeAnyValue(writer: ProtobufWriter, value: unknown): void {
  writer.ensure(24);
  switch (typeof value) {
    case "string":
      writer.byte(STRING);
      writer.string(value);
      break;
    case "boolean":
      writer.byte(BOOL);
      writer.byte(value ? 1 : 0);
      break;
    case "number":
      encodeNumber(writer, value);
      break;
    case "bigint":
      writer.byte(INT);
      writer.int64(value);
      break;
    case "object":
      if (value !== null) encodeObject(writer, value);
      break;
    default:
  }
}

/** Whole numbers are integers as long as 64 bits hold them: what JavaScript calls both "number" are two types in OTLP. */
function encodeNumber(writer: ProtobufWriter, value: number): void {
  if (Number.isInteger(value) && value >= -TWO_63 && value < TWO_63) {
    writer.byte(INT);
    writer.int64(value);
  } else {
    writer.byte(DOUBLE);
    writer.double(value);
  }
}

const TWO_63 = 2 ** 63;

function encodeObject(writer: ProtobufWriter, value: object): void {
  if (value instanceof Uint8Array) {
    writer.byte(BYTES);
    writer.bytes(value);
    return;
  }
  if (Array.isArray(value)) encodeArray(writer, value);
  else encodeMap(writer, value);
}

function encodeArray(writer: ProtobufWriter, items: readonly unknown[]): void {
  writer.byte(ARRAY);
  const list = writer.open(1);
  for (const item of items) {
    writer.ensure(8);
    writer.byte(ITEM);
    const any = writer.open(1);
    encodeAnyValue(writer, item);
    writer.close(any, 1);
  }
  writer.close(list, 1);
}

function encodeMap(writer: ProtobufWriter, map: object): void {
  writer.byte(MAP);
  const list = writer.open(1);
  for (const [key, value] of Object.entries(map)) encodeKeyValue(writer, ITEM, key, value);
  writer.close(list, 1);
}
