import type { Plain, PlainObject } from "./canonical-request.ts";
import { isObject, textIn, type Item } from "./items.ts";

/** What is known of a run beside what it sent. */
export interface RunFacts {
  /** Words for what stands for the same thing in every run: ids, the server's port. */
  readonly words: ReadonlyMap<string, string>;
  /** When the application ran, in milliseconds since 1970. */
  readonly startedAtMs: number;
  readonly endedAtMs: number;
}

/**
 * What an item says, with words in place of what cannot be the same in two runs. A word is put only where the value
 * is what it should be: a time that is not within the run, a number of a process that is none, stay and are seen.
 */
export function normalise(item: Item, facts: RunFacts): PlainObject {
  const { origin, fields, signal } = item;
  const counted = signal === "metrics" && isOfDuration(item) ? withoutTimes(fields) : fields;
  const replaced = replaceFields({ ...origin, ...counted }, [], facts);
  return signal === "traces" ? { ...replaced, endsBeforeItsStart: isReversed(fields) } : replaced;
}

/** Times within the run are all the same word. */
function isReversed(span: PlainObject): boolean {
  return BigInt(textIn(span, "endTimeUnixNano")) < BigInt(textIn(span, "startTimeUnixNano"));
}

function replaceFields(fields: PlainObject, path: readonly string[], facts: RunFacts): PlainObject {
  const replaced = Object.entries(fields).map(([name, value]): [string, Plain] => [
    name,
    replace(value, [...path, name], facts),
  ]);
  return Object.fromEntries(replaced);
}

function replace(value: Plain, path: readonly string[], facts: RunFacts): Plain {
  if (isObject(value)) return replaceFields(value, path, facts);
  if (typeof value === "object") {
    const list = value.map((entry, index) => replace(entry, [...path, String(index)], facts));
    return path.at(-1) === "dataPoints" ? byAttributes(list) : list;
  }
  return typeof value === "boolean" ? value : replaceLeaf(value, path, facts);
}

/** Points of a metric have no order: they are told apart by their attributes. */
function byAttributes(points: readonly Plain[]): PlainObject {
  const named = points.filter(isObject).map((point): [string, Plain] => {
    const { attributes = {}, ...others } = point;
    const sorted = Object.entries(attributes).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return [JSON.stringify(Object.fromEntries(sorted)), others];
  });
  const object = Object.fromEntries(named);
  if (Object.keys(object).length < points.length) throw new Error("a point is there twice");
  return object;
}

function replaceLeaf(
  value: number | string,
  path: readonly string[],
  { words, startedAtMs, endedAtMs }: RunFacts,
): number | string {
  const text = String(value);
  const field = path.at(-1) ?? "";
  if (/TimeUnixNano$/i.test(field)) {
    const ms = Number(BigInt(value) / 1_000_000n);
    return ms >= startedAtMs - CLOCK_MS && ms <= endedAtMs + CLOCK_MS ? "<now>" : value;
  }
  // In OTLP the kind of value is below the key.
  const [, pattern, word] = volatile.find(([key]) => path.slice(-2).includes(key)) ?? [];
  if (word !== undefined && pattern?.test(text) === true) return word;
  const known = words.get(text);
  if (known !== undefined || typeof value === "number") return known ?? value;
  return inWords(value, words);
}

/** The text with words for all that there is a word for. */
export function inWords(text: string, words: RunFacts["words"]): string {
  return text.replaceAll(mayBeWord, (part) => words.get(part) ?? part);
}

/** A clock that is read in milliseconds, and one that counts from the start of the process, are not quite equal. */
const CLOCK_MS = 100;

/** Ids, and host and port. */
const mayBeWord = /[\da-f]{32}|[\da-f]{16}|127\.0\.0\.1:\d+/g;

const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
const port = /^\d{4,5}$/;

/** Keys of attributes whose values differ from run to run, and what they are like. */
const volatile: readonly (readonly [string, RegExp, string])[] = [
  ["process.pid", /^\d+$/, "<process id>"],
  ["service.instance.id", uuid, "<instance id>"],
  ["network.peer.port", port, "<peer's port>"],
  // Fastify's own log records.
  ["remotePort", port, "<peer's port>"],
  ["responseTime", /^\d+(?:\.\d+)?$/, "<duration>"],
  // A span that a processor was given.
  ["durationNano", /^-?\d+$/, "<duration>"],
];

/** Histograms of what took how long, other than those to which the application gives made-up durations. */
function isOfDuration({ scope, fields }: Item): boolean {
  return fields["unit"] === "s" && !scope.startsWith("metrics@");
}

/** How often is the same in two runs, how long is not. */
function withoutTimes({ histogram, ...others }: PlainObject): PlainObject {
  if (!isObject(histogram)) return others;
  const points = histogram["dataPoints"];
  if (!Array.isArray(points)) return others;
  const dataPoints = points.filter(isObject).map(withoutTimesOfPoint);
  return { ...others, histogram: { ...histogram, dataPoints } };
}

function withoutTimesOfPoint(point: PlainObject): PlainObject {
  const { sum = 0, min = 0, max = 0, bucketCounts = [], ...rest } = point;
  const counts = Array.isArray(bucketCounts) ? bucketCounts.map(Number) : [];
  const total = counts.reduce((all, count) => all + count, 0);
  const isSound = Number(min) > 0 && Number(max) >= Number(min) && Number(sum) >= Number(max);
  return { ...rest, counts: counts.length, total, durations: isSound ? "<sound>" : "<unsound>" };
}
