import protobuf from "protobufjs/light.js";

/** A message as a plain object: see the conventions in model.ts. */
export type PlainMessage = Record<string, unknown>;

/**
 * Reads a message from OTLP/JSON: proto3 JSON, except that trace and span ids are hexadecimal
 * (OTLP specification, "JSON Protobuf Encoding"). Integers may be numbers or text, enums numbers or names, names of
 * fields camelCase or snake_case; unknown fields are ignored. Throws with the path of the first wrong value.
 */
export function readJsonMessage(type: protobuf.Type, value: unknown, path = ""): PlainMessage {
  if (!isObject(value)) {
    throw wrong(path === "" ? "the body" : path, "an object", value);
  }
  if (path.length > maxPathLength) throw new Error(`${path.slice(0, 80)}… is nested too deeply`);
  const message: PlainMessage = {};
  for (const key of Object.keys(value)) {
    const field = findField(type, key);
    // In proto3 JSON null means absent.
    if (field === undefined || value[key] === null) continue;
    const read = readField(field, value[key], path === "" ? field.name : `${path}.${field.name}`);
    dropOtherMembers(message, field);
    message[field.name] = read;
  }
  return message;
}

/** Bounds recursion. The protobuf reader stops at 100 levels; a level of AnyValue adds about 25 characters. */
const maxPathLength = 2500;
const idFields = new Set(["traceId", "spanId", "parentSpanId"]);
const integer = /^-?\d{1,20}$/;
const ranges: Readonly<Record<string, readonly [bigint, bigint]>> = {
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  sint32: [-(2n ** 31n), 2n ** 31n - 1n],
  uint32: [0n, 2n ** 32n - 1n],
  fixed32: [0n, 2n ** 32n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  sfixed64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
  fixed64: [0n, 2n ** 64n - 1n],
};

function isObject(value: unknown): value is PlainMessage {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function findField(type: protobuf.Type, key: string): protobuf.Field | undefined {
  if (Object.hasOwn(type.fields, key)) return type.fields[key];
  const camel = key.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return Object.hasOwn(type.fields, camel) ? type.fields[camel] : undefined;
}

function dropOtherMembers(message: PlainMessage, field: protobuf.Field): void {
  for (const name of field.partOf?.oneof ?? []) delete message[name];
}

function readField(field: protobuf.Field, value: unknown, path: string): unknown {
  if (!field.repeated) return readValue(field, value, path);
  if (!Array.isArray(value)) throw wrong(path, "a list", value);
  return value.map((item, index) => readValue(field, item, `${path}[${index}]`));
}

function readValue(field: protobuf.Field, value: unknown, path: string): unknown {
  const { resolvedType } = field;
  if (resolvedType instanceof protobuf.Type) return readJsonMessage(resolvedType, value, path);
  if (resolvedType instanceof protobuf.Enum) return readEnum(resolvedType, value, path);
  if (field.type === "bytes") return readBytes(field, value, path);
  if (field.type === "double") return readDouble(value, path);
  if (field.type === "bool") {
    if (typeof value !== "boolean") throw wrong(path, "true or false", value);
    return value;
  }
  if (field.type === "string") {
    if (typeof value !== "string") throw wrong(path, "text", value);
    return value;
  }
  return readInteger(field.type, value, path);
}

function readEnum(type: protobuf.Enum, value: unknown, path: string): number {
  if (typeof value === "number" && Number.isInteger(value)) return value;
  const known = typeof value === "string" && Object.hasOwn(type.values, value);
  const named = known ? type.values[value] : undefined;
  if (named === undefined) throw wrong(path, `a number or a name of ${type.name}`, value);
  return named;
}

function readBytes(field: protobuf.Field, value: unknown, path: string): Uint8Array {
  if (typeof value !== "string") throw wrong(path, "text", value);
  if (!idFields.has(field.name)) return Buffer.from(value, "base64");
  if (!/^(?:[0-9a-f]{2})*$/i.test(value)) throw wrong(path, "hexadecimal digits", value);
  return Buffer.from(value, "hex");
}

function readDouble(value: unknown, path: string): number {
  if (typeof value === "number") return value;
  if (value === "NaN" || value === "Infinity" || value === "-Infinity") return Number(value);
  if (typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value))) {
    return Number(value);
  }
  throw wrong(path, "a number", value);
}

/** 32-bit integers become numbers, 64-bit integers decimal text. */
function readInteger(type: string, value: unknown, path: string): number | string {
  const text = typeof value === "number" && Number.isInteger(value) ? BigInt(value) : value;
  const range = ranges[type];
  if (range === undefined || !integer.test(String(text))) {
    throw wrong(path, "a whole number", value);
  }
  const number = BigInt(String(text));
  if (number < range[0] || number > range[1]) throw wrong(path, `a number of type ${type}`, value);
  return type.endsWith("64") ? String(number) : Number(number);
}

function wrong(path: string, expected: string, value: unknown): Error {
  const shown = JSON.stringify(value) ?? String(value);
  return new Error(`${path}: expected ${expected}, got ${shown.slice(0, 60)}`);
}
