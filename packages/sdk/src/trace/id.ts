import { randomFillSync } from "node:crypto";

/**
 * A trace id as four signed 32-bit integers, shared by all spans of the trace in this process. Most spans are never
 * asked for their ids in hexadecimal: the encoder writes the numbers.
 */
export interface TraceId {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  /** Empty until {@link traceIdHex} is called. */
  hex: string;
}

/** A new random trace id; never the invalid one. */
export function randomTraceId(): TraceId {
  const [a, b, c] = [randomInt32(), randomInt32(), randomInt32()];
  const d = randomInt32();
  return { a, b, c, d: (a | b | c | d) === 0 ? 1 : d, hex: "" };
}

/** 32 random bits; two of them make a span id. */
export function randomInt32(): number {
  if (next === POOL_SIZE) {
    randomFillSync(pool);
    next = 0;
  }
  const value = pool[next] ?? 0;
  next += 1;
  return value;
}

const POOL_SIZE = 1024;
const pool = new Int32Array(POOL_SIZE);
let next = POOL_SIZE;

/** Reads a valid trace id: 32 hexadecimal digits. */
export function parseTraceId(hex: string): TraceId {
  return {
    a: parseInt32(hex, 0),
    b: parseInt32(hex, 8),
    c: parseInt32(hex, 16),
    d: parseInt32(hex, 24),
    hex,
  };
}

/** The 32 bits that stand at `offset` as 8 hexadecimal digits. */
export function parseInt32(hex: string, offset: number): number {
  return Number.parseInt(hex.slice(offset, offset + 8), 16) | 0;
}

/** The id as 32 lower-case hexadecimal digits, computed once for a trace. */
export function traceIdHex(id: TraceId): string {
  if (id.hex === "") id.hex = toHex(id.a) + toHex(id.b) + toHex(id.c) + toHex(id.d);
  return id.hex;
}

/** A span id as 16 lower-case hexadecimal digits. */
export function spanIdHex(high: number, low: number): string {
  return toHex(high) + toHex(low);
}

/** 8 digits, by the byte: `Number.prototype.toString(16)` takes fifteen times as long for numbers beyond 31 bits. */
function toHex(int32: number): string {
  return digits(int32 >>> 24) + digits(int32 >>> 16) + digits(int32 >>> 8) + digits(int32);
}

function digits(byte: number): string {
  return HEX[byte & 0xff] ?? "";
}

const HEX: readonly string[] = Array.from({ length: 0x1_00 }, (_, byte) =>
  byte.toString(16).padStart(2, "0"),
);
