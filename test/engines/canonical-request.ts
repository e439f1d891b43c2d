import protobuf from "protobufjs";
import { requestType } from "../support/otlp-decode.ts";
import type { ReceivedRequest } from "../support/otlp-receiver.ts";

/** A field of a message, one form for both encodings. */
export type Plain =
  | boolean
  | number
  | string
  | readonly Plain[]
  | { readonly [name: string]: Plain };

export type PlainObject = Readonly<Record<string, Plain>>;

/**
 * Everything that a request says, field by field: ids and bytes in hexadecimal digits, numbers of 64 bits as text,
 * attributes by key. Fields with the default of proto3 are absent, since they are on the wire or not as the writer
 * likes. Throws on a field that OTLP does not have, on a value of the wrong kind and on an attribute that is there twice.
 */
export function canonicalRequest({
  signal,
  encoding,
  message,
}: Pick<ReceivedRequest, "encoding" | "message" | "signal">): PlainObject {
  const type = requestType(signal);
  return encoding === "json"
    ? readMessage(type, JSON.parse(message.toString("utf8")))
    : readMessage(type, decode(type, message));
}

function decode(type: protobuf.Type, bytes: Buffer): unknown {
  const reader = protobuf.Reader.create(bytes);
  reader.discardUnknown = false;
  const message = type.decode(reader);
  refuseUnknown(message, type.name);
  return type.toObject(message, { longs: String });
}

function refuseUnknown(message: unknown, path: string): void {
  if (typeof message !== "object" || message === null) return;
  if (message instanceof protobuf.Message && message.$unknowns !== undefined) {
    throw new Error(`${path} has a field that OTLP does not have`);
  }
  for (const [name, value] of Object.entries(message)) {
    if (!ArrayBuffer.isView(value)) refuseUnknown(value, `${path}.${name}`);
  }
}

function readMessage(type: protobuf.Type, message: unknown): PlainObject {
  const fields = Object.entries(asObject(message)).flatMap(([name, value]): [string, Plain][] => {
    const field = type.fields[name]?.resolve();
    if (field === undefined) throw new Error(`${type.name} has no field "${name}"`);
    // In the JSON mapping of protobuf null is an absent field.
    if (value === null || value === undefined) return [];
    const read = readField(field, value);
    return isDefault(field, read) ? [] : [[name, read]];
  });
  return Object.fromEntries(fields);
}

function readField(field: protobuf.Field, value: unknown): Plain {
  if (!field.repeated) return readValue(field, value);
  if (!Array.isArray(value)) throw new TypeError(`${field.name} is not a list`);
  const { resolvedType } = field;
  if (!(resolvedType instanceof protobuf.Type) || resolvedType.name !== "KeyValue") {
    return value.map((entry) => readValue(field, entry));
  }
  const pairs = value.map((entry) => readPair(resolvedType, entry));
  const keys = new Set(pairs.map(([key]) => key));
  if (keys.size < pairs.length) throw new Error(`${field.name} has a key twice`);
  return Object.fromEntries(pairs);
}

function readPair(type: protobuf.Type, entry: unknown): [string, Plain] {
  const { key = "", value = {} } = readMessage(type, entry);
  if (typeof key !== "string") throw new TypeError("a key is not text");
  return [key, value];
}

function readValue(field: protobuf.Field, value: unknown): Plain {
  if (field.resolvedType instanceof protobuf.Type) return readMessage(field.resolvedType, value);
  const { type, name } = field;
  switch (type) {
    case "string":
      if (typeof value !== "string") throw new TypeError(`${name} is not text`);
      return value;
    case "bool":
      if (typeof value !== "boolean") throw new TypeError(`${name} is neither true nor false`);
      return value;
    case "bytes":
      return readBytes(name, value);
    case "double":
      return readDouble(name, value);
    default:
      return type.endsWith("64")
        ? String(BigInt(asNumeral(name, value)))
        : Number(asNumeral(name, value));
  }
}

/** Ids are hexadecimal digits in OTLP/JSON, all other bytes are base64. */
function readBytes(name: string, value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
  if (typeof value !== "string") throw new TypeError(`${name} is neither bytes nor text`);
  return name.endsWith("Id") ? value : Buffer.from(value, "base64").toString("hex");
}

function readDouble(name: string, value: unknown): number | string {
  const read = Number(asNumeral(name, value));
  if (Number.isFinite(read)) return Object.is(read, -0) ? "-0" : read;
  if (typeof value === "string" && String(read) !== value) throw new TypeError(`${name}: ${value}`);
  return String(read);
}

function asNumeral(name: string, value: unknown): number | string {
  if (typeof value === "number" || typeof value === "string") return value;
  throw new TypeError(`${name} is not a number`);
}

function isDefault(field: protobuf.Field, value: Plain): boolean {
  if (field.repeated || field.resolvedType !== null) {
    // An empty message that is one of several kinds says which.
    return field.partOf === null && Object.keys(value).length === 0;
  }
  return !field.hasPresence && (value === "" || value === 0 || value === "0" || value === false);
}

function asObject(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null) throw new TypeError("expected an object");
  return Object.fromEntries(Object.entries(value));
}
