/** One field of a protobuf message. */
export interface WireField {
  readonly number: number;
  /** 0 varint, 1 64 bits, 2 length-delimited, 5 32 bits. */
  readonly type: 0 | 1 | 2 | 5;
  /** The value of a varint, else 0. */
  readonly varint: bigint;
  /** The content of a length-delimited field, else the value's bytes. */
  readonly bytes: Uint8Array;
  /** The whole field with its tag. */
  readonly raw: Uint8Array;
}

/** Reads the fields of a protobuf message. Throws a RangeError on what is none; groups, which OTLP never had, included. */
export function* readFields(message: Uint8Array): Generator<WireField, void, void> {
  let at = 0;
  while (at < message.length) {
    const start = at;
    const tag = readVarint(message, at);
    const number = Number(tag.value >> 3n);
    const type = Number(tag.value & 7n);
    if (number === 0 || number > MAX_FIELD) throw new RangeError(`no field number: ${number}`);
    if (type !== 0 && type !== 1 && type !== 2 && type !== 5) {
      throw new RangeError(`no wire type of OTLP: ${type}`);
    }
    const { from, to, varint } = readValue(message, { type, at: tag.end });
    if (to > message.length) throw new RangeError("the message ends within a field");
    const bytes = message.subarray(from, to);
    yield { number, type, varint, bytes, raw: message.subarray(start, to) };
    at = to;
  }
}

const MAX_FIELD = 2 ** 29 - 1;
const MAX_VARINT_BYTES = 10;

function readValue(
  message: Uint8Array,
  { type, at }: { type: WireField["type"]; at: number },
): { from: number; to: number; varint: bigint } {
  if (type === 1) return { from: at, to: at + 8, varint: 0n };
  if (type === 5) return { from: at, to: at + 4, varint: 0n };
  const { value, end } = readVarint(message, at);
  if (type === 0) return { from: at, to: end, varint: value };
  return { from: end, to: end + Number(value), varint: 0n };
}

function readVarint(message: Uint8Array, at: number): { value: bigint; end: number } {
  let value = 0n;
  for (let index = 0; index < MAX_VARINT_BYTES; index++) {
    const byte = message[at + index];
    if (byte === undefined) throw new RangeError("the message ends within a number");
    value |= BigInt(byte & 0x7f) << BigInt(7 * index);
    if (byte < 0x80) return { value, end: at + index + 1 };
  }
  throw new RangeError("a number is longer than 64 bits");
}
