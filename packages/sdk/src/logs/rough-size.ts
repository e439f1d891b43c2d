/** What the values of a log record will take. */
export interface RoughSize {
  /** About the bytes of the encoded values. */
  bytes: number;
  /** Values, those inside others included. */
  nodes: number;
}

/** The longest log record: a delivery takes no longer request. Nothing is measured beyond. */
export const MAX_RECORD_BYTES: number = 32 * 1024 * 1024;

/** What a value takes beside its text. */
const PER_NODE = 16;

/** Adds a value to the size, with the text at any depth in it. The value must be clean: plain, and without cycles. */
export function addSize(size: RoughSize, value: unknown): void {
  size.nodes += 1;
  size.bytes += PER_NODE;
  if (typeof value === "string") size.bytes += Buffer.byteLength(value);
  else if (value instanceof Uint8Array) size.bytes += value.byteLength;
  else if (Array.isArray(value)) addMembers(size, value);
  else if (typeof value === "object" && value !== null) {
    for (const key of Object.keys(value)) size.bytes += key.length;
    addMembers(size, Object.values(value));
  }
}

/** A short value can refer to the same long text thousands of times. */
function addMembers(size: RoughSize, members: readonly unknown[]): void {
  for (const member of members) {
    if (size.bytes > MAX_RECORD_BYTES) return;
    addSize(size, member);
  }
}
