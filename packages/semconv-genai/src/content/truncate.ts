import { cutText, jsonBytes } from "./json-bytes.ts";

/**
 * A copy of a content whose JSON has at most `maxBytes` bytes and is still JSON of the same shape. Contents that fit
 * are only copied. Else, in this order: binary data and the schemas of tools go, long texts are cut evenly (an ellipsis
 * marks where), and the oldest messages, parts or the largest properties go. Roles, types, names and identifiers are
 * never cut.
 *
 * @returns Undefined where the value is not JSON, or nothing of it fits.
 */
export function truncateContent(content: unknown, maxBytes: number): unknown {
  const text = toJson(content);
  if (text === undefined) return undefined;
  if (typeof content === "string") return cutText(content, maxBytes);
  const copy: unknown = JSON.parse(text);
  return jsonBytes(text) <= maxBytes ? copy : shorten(copy, maxBytes);
}

function toJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    // A cycle or a bigint: there is no JSON of it.
    return undefined;
  }
}

function shorten(value: unknown, maxBytes: number): unknown {
  let short = stripBulk(value);
  while (short !== undefined) {
    const cut = cutTexts(short, maxBytes);
    if (cut !== undefined) return cut;
    short = withoutOne(short);
  }
  return undefined;
}

type Json = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Without what says least per byte: blobs, data URIs, and the schemas of tool definitions. */
function stripBulk(value: unknown, depth = 0): unknown {
  if (Array.isArray(value)) return value.map((item) => stripBulk(item, depth + 1));
  if (!isObject(value)) return value;
  const { parameters, ...rest } = value;
  const isTool = depth === 1 && value["parts"] === undefined && isObject(parameters);
  const entries = Object.entries(isTool ? rest : value).map(([key, item]) => {
    if (key === "content" && value["type"] === "blob") return [key, ""];
    if (key === "uri" && typeof item === "string" && item.startsWith("data:")) {
      return [key, `${item.slice(0, item.indexOf(",") + 1)}…`];
    }
    return [key, stripBulk(item, depth + 1)];
  });
  return Object.fromEntries(entries);
}

/** What readers and schemas rely on. */
const NEVER_CUT = new Set([
  "file_id",
  "finish_reason",
  "id",
  "mime_type",
  "modality",
  "name",
  "role",
  "type",
]);

/** Cuts the longest texts to one common length with which the whole fits; undefined where none is short enough. */
function cutTexts(value: unknown, maxBytes: number): unknown {
  const lengths: number[] = [];
  mapTexts(value, (text) => {
    lengths.push(jsonBytes(JSON.stringify(text)) - QUOTES);
    return text;
  });
  const total = jsonBytes(JSON.stringify(value));
  if (total <= maxBytes) return value;
  const spare = maxBytes - (total - lengths.reduce((sum, length) => sum + length, 0));
  const limit = commonLimit(
    lengths.toSorted((a, b) => a - b),
    spare,
  );
  return limit < SHORTEST ? undefined : mapTexts(value, (text) => cutText(text, limit));
}

const QUOTES = 2;
/** A text that is cut further says nothing. */
const SHORTEST = 16;

/** The most bytes that each text may have so that all of them have at most `spare`. */
function commonLimit(ascending: readonly number[], spare: number): number {
  let left = spare;
  for (const [index, length] of ascending.entries()) {
    const share = Math.floor(left / (ascending.length - index));
    if (length > share) return share;
    left -= length;
  }
  return left;
}

function mapTexts(value: unknown, change: (text: string) => string, key = ""): unknown {
  if (typeof value === "string") return NEVER_CUT.has(key) ? value : change(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change, key));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, mapTexts(item, change, name)]),
  );
}

/** Without the oldest entry of the list or the largest property; of a list of one, the same inside it. */
function withoutOne(value: unknown): unknown {
  if (Array.isArray(value)) {
    if (value.length > 1) return value.slice(Math.ceil(value.length / 8));
    const inner = isObject(value[0]) ? withoutOnePart(value[0]) : undefined;
    return inner === undefined ? undefined : [inner];
  }
  return isObject(value) ? withoutLargest(value) : undefined;
}

function withoutOnePart(message: Json): unknown {
  const { parts } = message;
  if (!Array.isArray(parts)) return withoutLargest(message);
  return parts.length === 0
    ? undefined
    : { ...message, parts: parts.slice(Math.ceil(parts.length / 8)) };
}

function withoutLargest(value: Json): unknown {
  const removable = Object.entries(value).filter(([key]) => !NEVER_CUT.has(key));
  const sizes = removable.map(([key, item]) => [key, JSON.stringify(item).length] as const);
  const largest = sizes.toSorted(([, a], [, b]) => b - a)[0]?.[0];
  if (largest === undefined) return undefined;
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== largest));
}
