import type { SQLOutputValue } from "node:sqlite";
import type { PlainValue } from "./flatten.ts";

/** A column of JSON text, which only our own insertion writes and always as an object. */
export function objectColumn(column: SQLOutputValue | undefined): Record<string, PlainValue> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return JSON.parse(String(column)) as Record<string, PlainValue>;
}

/** An integer column that was read as a bigint. */
export function bigintColumn(column: SQLOutputValue | undefined): bigint {
  return typeof column === "bigint" ? column : BigInt(Number(column ?? 0));
}
