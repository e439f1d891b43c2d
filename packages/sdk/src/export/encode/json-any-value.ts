import { Buffer } from "node:buffer";

/**
 * A `KeyValue` list as JSON text. The values are clean ones: see `trace/clean-value.ts`.
 * https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 */
export function jsonAttributes(entries: Iterable<readonly [string, unknown]>): string {
  let text = "";
  for (const [key, value] of entries) {
    text += `${text === "" ? "" : ","}{"key":${jsonText(key)},"value":${jsonAnyValue(value)}}`;
  }
  return `[${text}]`;
}

/** A string literal; a lone surrogate becomes U+FFFD, since many parsers refuse its escape. */
export function jsonText(text: string): string {
  return JSON.stringify(text.isWellFormed() ? text : text.toWellFormed());
}

function jsonAnyValue(value: unknown): string {
  switch (typeof value) {
    case "string":
      return `{"stringValue":${jsonText(value)}}`;
    case "boolean":
      return `{"boolValue":${value}}`;
    case "number":
      return jsonNumber(value);
    case "bigint":
      return `{"intValue":"${value}"}`;
    case "object":
      return value === null ? "{}" : jsonObject(value);
    default:
      return "{}";
  }
}

/** 64-bit integers are text in the JSON mapping of protobuf, as are the numbers that JSON lacks. */
function jsonNumber(value: number): string {
  if (Number.isInteger(value) && value >= -TWO_63 && value < TWO_63) {
    const digits = Number.isSafeInteger(value) ? value : BigInt(value);
    return `{"intValue":"${digits}"}`;
  }
  return `{"doubleValue":${Number.isFinite(value) ? value : `"${value}"`}}`;
}

const TWO_63 = 2 ** 63;

function jsonObject(value: object): string {
  if (value instanceof Uint8Array) {
    const { buffer, byteOffset, byteLength } = value;
    return `{"bytesValue":"${Buffer.from(buffer, byteOffset, byteLength).toString("base64")}"}`;
  }
  if (Array.isArray(value)) {
    return `{"arrayValue":{"values":[${value.map(jsonAnyValue).join(",")}]}}`;
  }
  return `{"kvlistValue":{"values":${jsonAttributes(Object.entries(value))}}}`;
}
