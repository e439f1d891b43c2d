/**
 * Looks for a text of plain ASCII in an encoded OTLP request.
 *
 * @returns Undefined when it is not there; else the name of the attribute that holds it, with the names around it
 * (`body.content`), or `""` for what is no attribute: a name, a status, a plain body.
 */
export function findInPayload(
  body: readonly Uint8Array[],
  { text, contentType }: { readonly text: string; readonly contentType: string },
): string | undefined {
  const payload = body.length === 1 ? body[0] : Buffer.concat(body);
  if (payload === undefined) return undefined;
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  const at = bytes.indexOf(text);
  if (at < 0) return undefined;
  if (contentType === "application/json") return nameInJson(bytes.toString("utf8"), text) ?? "";
  return nameInProtobuf(bytes, at).join(".");
}

function nameInJson(json: string, text: string): string | undefined {
  try {
    return findKey(JSON.parse(json), text)?.join(".");
  } catch {
    // No JSON of ours: that it is there is known all the same.
    return undefined;
  }
}

/** Names of the `key`s on the way to the text. */
function findKey(value: unknown, text: string): readonly string[] | undefined {
  if (typeof value === "string") return value.includes(text) ? [] : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  const key: unknown = "key" in value ? value.key : undefined;
  for (const member of Object.values(value)) {
    const found = findKey(member, text);
    if (found !== undefined) return typeof key === "string" ? [key, ...found] : found;
  }
  return undefined;
}

/**
 * Goes down the messages that the byte at `at` is in. A message whose first field is a text, and whose second is on the
 * way, is a KeyValue; others in OTLP begin otherwise or have no second field with parts.
 */
function nameInProtobuf(bytes: Buffer, at: number): readonly string[] {
  const names: string[] = [];
  let range = { start: 0, end: bytes.length };
  for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
    const found = fieldAt(bytes, range, at);
    if (found === undefined) break;
    if (found.number === 2 && found.first !== undefined) names.push(found.first);
    range = found;
  }
  return names;
}

const MAX_DEPTH = 200;

interface Field {
  readonly start: number;
  readonly end: number;
  readonly number: number;
  /** The first field of the same message, if it looks like a name. */
  readonly first: string | undefined;
}

/** The field with a length that the byte is in; undefined when the range is no message. */
function fieldAt(
  bytes: Buffer,
  range: { readonly start: number; readonly end: number },
  at: number,
): Field | undefined {
  let first: string | undefined;
  let next = range.start;
  while (next < range.end) {
    const tag = readVarint(bytes, next);
    if (tag === undefined || tag.value < 8) return undefined;
    const number = Math.floor(tag.value / 8);
    const wireType = tag.value % 8;
    const length = wireType === 2 ? readVarint(bytes, tag.next) : undefined;
    const start = length?.next ?? tag.next;
    const end = endOf(bytes, { wireType, start, length: length?.value });
    if (end === undefined || end > range.end) return undefined;
    if (at < end) return wireType === 2 && at >= start ? { start, end, number, first } : undefined;
    if (number === 1 && wireType === 2) first = nameOf(bytes.subarray(start, end));
    next = end;
  }
  return undefined;
}

function endOf(
  bytes: Buffer,
  field: { readonly wireType: number; readonly start: number; readonly length: number | undefined },
): number | undefined {
  const { wireType, start, length } = field;
  if (wireType === 0) return readVarint(bytes, start)?.next;
  if (wireType === 1) return start + 8;
  if (wireType === 5) return start + 4;
  return wireType === 2 && length !== undefined ? start + length : undefined;
}

function readVarint(
  bytes: Buffer,
  start: number,
): { readonly value: number; readonly next: number } | undefined {
  let value = 0;
  for (let at = start; at < bytes.length && at < start + 10; at += 1) {
    const byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * 2 ** (7 * (at - start));
    if (byte < 0x80) return { value, next: at + 1 };
  }
  return undefined;
}

function nameOf(bytes: Buffer): string | undefined {
  const text = bytes.toString("utf8");
  return text.length <= 256 && /^[\u0020-\u007E]+$/.test(text) ? text : undefined;
}
