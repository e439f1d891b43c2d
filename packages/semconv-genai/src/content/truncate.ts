import { cutText, jsonBytes } from "./json-bytes.ts";
import { keepWhatFits } from "./keep-what-fits.ts";
import type { ContentKind } from "./kinds.ts";
import { holdsData, NEVER_CUT, SHORTEST_TEXT, textBytes } from "./sizes.ts";

/**
 * A copy of a content whose JSON has at most `maxBytes` bytes and is still JSON of the same shape. Contents that fit
 * are only copied. Else, in this order: binary data and the schemas of tools go, long texts are cut evenly (an ellipsis
 * marks where), and the oldest messages, parts or the largest properties go. Roles, types, names and identifiers of
 * messages are never cut; in an application's own data (what tools are called with and return) every text may be. Takes
 * time in proportion to the size of the content.
 *
 * @param kind Tells messages from the application's own data. @default lists are messages, objects are data
 * @returns Undefined where the value is not JSON, nothing of it fits, or it is nested too deeply to be walked.
 */
export function truncateContent(content: unknown, maxBytes: number, kind?: ContentKind): unknown {
  const text = toJson(content);
  if (text === undefined) return undefined;
  if (typeof content === "string") return cutText(content, maxBytes);
  const copy: unknown = JSON.parse(text);
  return jsonBytes(text) <= maxBytes ? copy : shorten(copy, maxBytes, isData(copy, kind));
}

function toJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    // A cycle or a bigint: there is no JSON of it.
    return undefined;
  }
}

function isData(value: unknown, kind: ContentKind | undefined): boolean {
  if (kind === undefined) return !Array.isArray(value);
  return kind === "gen_ai.tool.call.arguments" || kind === "gen_ai.tool.call.result";
}

function shorten(copy: unknown, maxBytes: number, data: boolean): unknown {
  try {
    stripBulk(copy, data);
    const kept = keepWhatFits(copy, maxBytes, data);
    return kept === undefined ? undefined : cutTexts(kept, maxBytes, data);
  } catch (error) {
    // The stack is too short for a value nested thousands of times, at least where the caller is.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Takes out what says least per byte: blobs, data URIs, and the schemas of tool definitions. */
function stripBulk(value: unknown, data: boolean, depth = 0): void {
  if (Array.isArray(value)) {
    for (const item of value) stripBulk(item, data, depth + 1);
    return;
  }
  if (!isObject(value)) return;
  if (!data && depth === 1 && value["parts"] === undefined && isObject(value["parameters"])) {
    delete value["parameters"];
  }
  if (value["type"] === "blob" && "content" in value) value["content"] = "";
  const { uri } = value;
  if (typeof uri === "string" && uri.startsWith("data:")) {
    value["uri"] = `${uri.slice(0, uri.indexOf(",") + 1)}…`;
  }
  for (const item of Object.values(value)) {
    if (typeof item === "object") stripBulk(item, data, depth + 1);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Cuts the longest texts to one common length with which the whole fits. */
function cutTexts(value: unknown, maxBytes: number, data: boolean): unknown {
  const total = jsonBytes(JSON.stringify(value));
  if (total <= maxBytes) return value;
  const lengths: number[] = [];
  mapTexts(value, data, (text) => {
    lengths.push(textBytes(text) - QUOTES);
    return text;
  });
  const spare = maxBytes - (total - lengths.reduce((sum, length) => sum + length, 0));
  const limit = commonLimit(
    lengths.toSorted((a, b) => a - b),
    spare,
  );
  return limit < SHORTEST_TEXT ? undefined : mapTexts(value, data, (text) => cutText(text, limit));
}

const QUOTES = 2;

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

function mapTexts(
  value: unknown,
  data: boolean,
  change: (text: string) => string,
  key = "",
): unknown {
  if (typeof value === "string") return !data && NEVER_CUT.has(key) ? value : change(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, data, change, key));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      mapTexts(item, data || holdsData(name), change, name),
    ]),
  );
}
