/** Called for each field of a protobuf message; `start` and `end` bound the bytes of a length-delimited one. */
export type FieldVisitor = (field: number, start: number, end: number) => void;

/**
 * Walks the fields of the protobuf message in `bytes` from `start` to `end`, without copying. Fields that are
 * not length-delimited are given an empty range.
 *
 * @throws {RangeError} when the bytes are no protobuf message
 */
export function visitFields(
  bytes: Uint8Array,
  { start, end }: { readonly start: number; readonly end: number },
  visit: FieldVisitor,
): void {
  const cursor: Cursor = { bytes, at: start, end };
  while (cursor.at < end) {
    const tag = readVarint(cursor);
    const field = Math.floor(tag / 8);
    if (field === 0) throw new RangeError(`field number 0 before byte ${cursor.at}`);
    const length = skipOrMeasure(cursor, tag % 8);
    if (length < 0 || cursor.at + length > end) throw new RangeError(`field ${field} is cut off`);
    visit(field, cursor.at, cursor.at + length);
    cursor.at += length;
  }
}

interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
  readonly end: number;
}

/** Passes a scalar and gives 0, or gives the length of the bytes that follow. */
function skipOrMeasure(cursor: Cursor, wireType: number): number {
  switch (wireType) {
    case 0:
      readVarint(cursor);
      return 0;
    case 1:
      return skip(cursor, 8);
    case 2:
      return readVarint(cursor);
    case 5:
      return skip(cursor, 4);
    default:
      throw new RangeError(`wire type ${wireType} before byte ${cursor.at}`);
  }
}

function skip(cursor: Cursor, length: number): number {
  cursor.at += length;
  return cursor.at > cursor.end ? -1 : 0;
}

/** Exact below 2^53, which is more than any length or tag; a larger scalar is only passed over. */
function readVarint(cursor: Cursor): number {
  let value = 0;
  let factor = 1;
  for (let length = 1; length <= 10; length += 1) {
    const byte = cursor.at < cursor.end ? cursor.bytes[cursor.at] : undefined;
    if (byte === undefined) throw new RangeError("a number is cut off");
    cursor.at += 1;
    value += (byte % 128) * factor;
    if (byte < 128) return value;
    factor *= 128;
  }
  throw new RangeError(`a number of more than 10 bytes before byte ${cursor.at}`);
}
