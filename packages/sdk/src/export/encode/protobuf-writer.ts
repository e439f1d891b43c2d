/** Thrown by {@link ProtobufWriter} when a message grows beyond the writer's limit. */
export class TooLargeError extends Error {
  constructor() {
    super("the message is larger than a request may be");
  }
}

/** Strings below this length are written by a loop, longer ones by one native call. */
const SHORT = 48;

/**
 * Writes protobuf forwards into one growing buffer. https://protobuf.dev/programming-guides/encoding/
 * `fixed…` and `varint` do not check for room: callers have asked for it with `ensure`.
 */
export class ProtobufWriter {
  buffer: Buffer;
  position: number;
  /** The same memory: numbers of several bytes are written at once through it. */
  #view: DataView;
  /** The position that nothing may be written beyond. */
  limit: number;

  constructor(buffer: Buffer) {
    this.buffer = buffer;
    this.#view = viewOf(buffer);
    this.position = 0;
    this.limit = Number.POSITIVE_INFINITY;
  }

  /** Makes room for `bytes` more. */
  ensure(bytes: number): void {
    const needed = this.position + bytes;
    if (needed <= this.buffer.length) return;
    if (needed > this.limit) throw new TooLargeError();
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.buffer.length * 2));
    this.buffer.copy(larger, 0, 0, this.position);
    this.buffer = larger;
    this.#view = viewOf(larger);
  }

  byte(value: number): void {
    this.buffer[this.position] = value;
    this.position += 1;
  }

  /** A whole number from 0 to 2^63. */
  varint(value: number): void {
    const { buffer } = this;
    let at = this.position;
    let rest = value;
    while (rest > 0x7f_ff_ff_ff) {
      buffer[at++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    while (rest > 127) {
      buffer[at++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    buffer[at++] = rest;
    this.position = at;
  }

  /** An `int64`: a whole number or a bigint from -2^63 to 2^63 - 1. */
  int64(value: bigint | number): void {
    if (typeof value === "number" && value >= 0) {
      this.varint(value);
      return;
    }
    let rest = BigInt.asUintN(64, BigInt(value));
    while (rest > 127n) {
      this.byte(Number(rest & 127n) | 128);
      rest >>= 7n;
    }
    this.byte(Number(rest));
  }

  fixed32(value: number): void {
    this.#view.setUint32(this.position, value, true);
    this.position += 4;
  }

  /** Big-endian: the bytes of an id. */
  bytes32(value: number): void {
    this.#view.setInt32(this.position, value);
    this.position += 4;
  }

  double(value: number): void {
    this.#view.setFloat64(this.position, value, true);
    this.position += 8;
  }

  /** `seconds` and `nanos` as nanoseconds in a `fixed64`, exactly and without a bigint. */
  nanoseconds(seconds: number, nanos: number): void {
    const low = (seconds & 0xff_ff) * 1e9 + nanos;
    const high = Math.floor(seconds / 65_536) * 1e9;
    // Together low + high * 2^16, where both are below 2^53.
    const lower = (low >>> 0) + (high & 0xff_ff) * 65_536;
    const upper = Math.floor(low / TWO_32) + Math.floor(high / 65_536) + (lower >= TWO_32 ? 1 : 0);
    this.fixed32(lower >>> 0);
    this.fixed32(upper >>> 0);
  }

  /** Length and bytes of a text as UTF-8; a lone surrogate becomes U+FFFD. Makes room for itself. */
  string(text: string): void {
    const { length } = text;
    if (length < SHORT) {
      this.ensure(length + 1);
      this.position += 1;
      if (this.ascii(text)) {
        this.buffer[this.position - length - 1] = length;
        return;
      }
      this.position -= 1;
    }
    this.longString(text, utf8Length(text, this.limit - this.position));
  }

  /** As {@link string}, for a text whose length in bytes is known. */
  longString(text: string, bytes: number): void {
    this.ensure(bytes + 5);
    this.varint(bytes);
    this.text(text, bytes);
  }

  /** A text without its length; room has been made for its `bytes`. */
  text(text: string, bytes: number): void {
    // As many bytes as UTF-16 units: all of it is ASCII, which needs no more than to be copied.
    const encoding = bytes === text.length ? "latin1" : "utf8";
    this.position += this.buffer.write(text, this.position, bytes, encoding);
  }

  /** Length and bytes. Makes room for itself. */
  bytes(value: Uint8Array): void {
    this.ensure(value.length + 5);
    this.varint(value.length);
    this.raw(value);
  }

  /** Bytes without their length. */
  raw(value: Uint8Array): void {
    this.ensure(value.length);
    this.buffer.set(value, this.position);
    this.position += value.length;
  }

  /**
   * Writes `text` when it is short and ASCII, as most are, and tells whether it has. No length; room has been made.
   */
  ascii(text: string): boolean {
    const { length } = text;
    if (length >= SHORT) return false;
    const { buffer, position } = this;
    for (let index = 0; index < length; index += 1) {
      const code = text.charCodeAt(index);
      if (code > 127) return false;
      buffer[position + index] = code;
    }
    this.position = position + length;
    return true;
  }

  /** Begins a nested message and gives the mark that {@link close} needs. `reserved` bytes are kept for the length. */
  open(reserved: number): number {
    this.position += reserved;
    return this.position;
  }

  /** Ends a nested message. Its bytes are moved only when the length needs more or fewer bytes than were reserved. */
  close(mark: number, reserved: number): void {
    const length = this.position - mark;
    if (reserved === 1 && length < 128) {
      this.buffer[mark - 1] = length;
      return;
    }
    const size = varintSize(length);
    if (size !== reserved) {
      this.ensure(5);
      this.buffer.copyWithin(mark + size - reserved, mark, this.position);
    }
    this.position = mark - reserved;
    this.varint(length);
    this.position += length;
  }
}

const TWO_32 = 2 ** 32;

function viewOf({ buffer, byteOffset, length }: Buffer): DataView {
  return new DataView(buffer, byteOffset, length);
}

/** Bytes of a text as UTF-8. Gives up on a text that is beyond `limit` anyway. */
export function utf8Length(text: string, limit: number): number {
  if (text.length > limit) throw new TooLargeError();
  return Buffer.byteLength(text);
}

/** Bytes of a varint below 2^35. */
export function varintSize(value: number): number {
  if (value < 0x80) return 1;
  if (value < 0x40_00) return 2;
  if (value < 0x20_00_00) return 3;
  return value < 0x10_00_00_00 ? 4 : 5;
}
