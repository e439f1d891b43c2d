import type { AnyValue, KeyValue } from "../otlp/model.ts";

/** An attribute value as a plain JavaScript value; integers beyond 2^53 stay text. */
export type PlainValue =
  | string
  | number
  | boolean
  | null
  | PlainValue[]
  | { [key: string]: PlainValue };

/** Attributes as one plain object. Of a key that comes twice the last value counts. */
export function flatten(attributes: readonly KeyValue[] | undefined): Record<string, PlainValue> {
  const entries = (attributes ?? []).map(({ key, value }) => [key ?? "", plain(value)] as const);
  return Object.fromEntries(entries);
}

function plain(value: AnyValue | undefined): PlainValue {
  if (value === undefined) return null;
  if (value.stringValue !== undefined) return value.stringValue;
  if (value.boolValue !== undefined) return value.boolValue;
  if (value.intValue !== undefined) return wholeNumber(value.intValue);
  if (value.doubleValue !== undefined) {
    return Number.isFinite(value.doubleValue) ? value.doubleValue : String(value.doubleValue);
  }
  if (value.arrayValue !== undefined) return (value.arrayValue.values ?? []).map(plain);
  if (value.kvlistValue !== undefined) return flatten(value.kvlistValue.values);
  if (value.bytesValue !== undefined) return Buffer.from(value.bytesValue).toString("base64");
  return null;
}

function wholeNumber(text: string): number | string {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : text;
}
