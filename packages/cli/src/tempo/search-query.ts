import { readGoDuration } from "./go-duration.ts";
import { readTags, readTraceql } from "./traceql.ts";
import type { Condition } from "./traceql.ts";

/** A search request, parsed. Times and durations are nanoseconds. */
export interface SearchQuery {
  /** Each group must be met by some span of the trace, a group as a whole by one span. */
  groups: Condition[][];
  limit: number;
  start: bigint | undefined;
  end: bigint | undefined;
  minDuration: bigint | undefined;
  maxDuration: bigint | undefined;
}

/** A search that cannot be answered; the message says what can. */
export class SearchQueryError extends Error {
  override name = "SearchQueryError";
}

/** Reads the parameters of `/api/search`. Throws {@link SearchQueryError}. */
export function readSearchQuery(params: URLSearchParams): SearchQuery {
  const q = params.get("q") ?? "";
  const tags = params.get("tags") ?? "";
  try {
    return {
      groups: [...(q === "" ? [] : [readTraceql(q)]), ...readTags(tags)],
      limit: readLimit(params.get("limit")),
      start: readSeconds("start", params.get("start")),
      end: readSeconds("end", params.get("end")),
      minDuration: readDuration("minDuration", params.get("minDuration")),
      maxDuration: readDuration("maxDuration", params.get("maxDuration")),
    };
  } catch (cause) {
    throw new SearchQueryError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

const defaultLimit = 20;
const largestLimit = 10_000;

function readLimit(text: string | null): number {
  if (text === null || text === "") return defaultLimit;
  const limit = Number(text);
  if (!/^\d+$/.test(text) || limit < 1) {
    throw new Error("invalid limit: expected a whole number > 0");
  }
  return Math.min(limit, largestLimit);
}

function readSeconds(name: string, text: string | null): bigint | undefined {
  if (text === null || text === "") return undefined;
  if (!/^\d{1,10}$/.test(text)) {
    throw new Error(`invalid ${name}: expected seconds since 1970, a whole number`);
  }
  return BigInt(text) * 1_000_000_000n;
}

function readDuration(name: string, text: string | null): bigint | undefined {
  if (text === null || text === "") return undefined;
  const duration = readGoDuration(text);
  if (duration === undefined) {
    throw new Error(`invalid ${name}: expected a duration such as 100ms or 1.5s`);
  }
  return duration;
}
