import type { Signal } from "../../env/otlp-variables.ts";
import type { Batch } from "../batch.ts";

/** What the name of a segment says: all but the request itself. */
export interface SegmentFacts {
  /** When it was written, in milliseconds of Unix time; and which of that process's it is, for those of one moment. */
  readonly writtenAt: number;
  readonly count: number;
  readonly signal: Signal;
  readonly contentType: Batch["contentType"];
  readonly items: number;
  /** Length of the request. */
  readonly bytes: number;
}

/** The file name of a segment. Names sort by age. */
export function formatSegmentName(facts: SegmentFacts): string {
  const { writtenAt, count, signal, contentType, items, bytes } = facts;
  const age = `${String(writtenAt).padStart(14, "0")}-${String(count).padStart(9, "0")}`;
  return `${age}.${signal}.${formats[contentType]}.${items}.${bytes}.otlp`;
}

/** Reads a file name; `undefined` when it is no segment's. */
export function parseSegmentName(name: string): SegmentFacts | undefined {
  const [, writtenAt, count, signal, format, items, bytes] = pattern.exec(name) ?? [];
  if (signal !== "traces" && signal !== "metrics" && signal !== "logs") return undefined;
  const contentType = format === "json" ? "application/json" : "application/x-protobuf";
  const facts: SegmentFacts = {
    writtenAt: Number(writtenAt),
    count: Number(count),
    signal,
    contentType,
    items: Number(items),
    bytes: Number(bytes),
  };
  return formatSegmentName(facts) === name ? facts : undefined;
}

/** The name while it is being written; what a killed process leaves of one is worth nothing. */
export function unfinishedName(name: string, tag: string): string {
  return `${name}.${tag}.part`;
}

/** True for a name that {@link unfinishedName} gave. */
export function isUnfinishedName(name: string): boolean {
  const end = name.indexOf(".otlp.");
  return (
    name.endsWith(".part") && end > 0 && parseSegmentName(name.slice(0, end + 5)) !== undefined
  );
}

const formats = { "application/json": "json", "application/x-protobuf": "pb" } as const;
const pattern =
  /^(\d{14})-(\d{9})\.(traces|metrics|logs)\.(pb|json)\.([1-9]\d{0,8})\.([1-9]\d{0,8})\.otlp$/;
