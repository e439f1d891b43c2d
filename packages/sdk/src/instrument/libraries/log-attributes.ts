import type { AnyValue, Attributes } from "@opentelemetry/api";

/** Fields of a line that a log record has a place of its own for. */
const OWN_PLACE: ReadonlySet<string> = new Set([
  "level",
  "message",
  "trace_id",
  "span_id",
  "trace_flags",
]);

/**
 * The fields of a logged line as attributes of a log record. Nested plain objects and arrays stay nested, errors become
 * name, message and stack, what has no place in a log record (functions, symbols, instances of classes) becomes text.
 * Cycles, and what lies deeper than eight levels, are cut.
 *
 * @param without Fields to leave out.
 */
export function logAttributes(line: object, without: readonly string[]): Attributes {
  const attributes: Attributes = {};
  for (const [name, value] of Object.entries(line)) {
    if (OWN_PLACE.has(name) || without.includes(name)) continue;
    attributes[name] = toValue(value, [line]);
  }
  return attributes;
}

const DEEPEST = 8;

function toValue(value: unknown, above: readonly object[]): AnyValue {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
    return value;
  }
  if (value === undefined || value === null || value instanceof Uint8Array) return value;
  if (typeof value === "bigint" || typeof value === "symbol") return value.toString();
  if (typeof value !== "object") return "[Function]";
  if (above.includes(value)) return "[Circular]";
  if (above.length > DEEPEST) return "[Deep]";
  const here = [...above, value];
  if (Array.isArray(value)) return value.map((each: unknown) => toValue(each, here));
  if (value instanceof Error) {
    return { name: value.name, message: value.message, stack: value.stack };
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return textOf(value);
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, toValue(each, here)]),
  );
}

/** As `JSON.stringify` would write it: a `Date`, an `ObjectId` and the like know how. */
function textOf(value: object): string {
  const toJson: unknown = Reflect.get(value, "toJSON");
  const plain: unknown = typeof toJson === "function" ? Reflect.apply(toJson, value, []) : value;
  return typeof plain === "string" ? plain : String(plain);
}
