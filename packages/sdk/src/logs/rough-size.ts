import type { ReadableLogRecord } from "@opentelemetry/sdk-logs";

/** What a record takes that has next to nothing in it. */
const EMPTY = 100;

/** About how many bytes a record will take: the text in its body and attributes, two levels deep. Never throws. */
export function roughSize(record: ReadableLogRecord): number {
  try {
    return EMPTY + sizeOf(record.body, 2) + sizeOf(record.attributes, 2);
  } catch {
    // A getter of the application's threw; the encoding will meet it again and say so.
    return EMPTY;
  }
}

function sizeOf(value: unknown, depth: number): number {
  if (typeof value === "string") return value.length;
  if (value instanceof Uint8Array) return value.byteLength;
  if (typeof value !== "object" || value === null || depth === 0) return 8;
  let size = 0;
  for (const [key, entry] of Object.entries(value)) size += key.length + sizeOf(entry, depth - 1);
  return size;
}
