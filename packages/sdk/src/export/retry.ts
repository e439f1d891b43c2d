/** Longest pause that a server may ask for, in milliseconds (5 minutes); more than that is cut to it. */
const MAX_SERVER_PAUSE_MS = 300_000;

/** No attempt follows a failed one sooner than this, whatever the server says: a pause of 0 would be a busy loop. */
export const MIN_PAUSE_MS = 500;

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * The pause before the next attempt, in milliseconds: what the server asked for, else exponential back-off from 1 s to
 * 30 s with full jitter (OTLP: "exponential backoff with jitter"), in both cases at least 500 ms.
 *
 * @param failures How many attempts have failed in a row, at least 1.
 */
export function pauseBeforeRetry(
  failures: number,
  { afterMs, random = Math.random }: { afterMs?: number | undefined; random?: () => number } = {},
): number {
  if (afterMs !== undefined) {
    return Math.min(MAX_SERVER_PAUSE_MS, Math.max(MIN_PAUSE_MS, afterMs));
  }
  const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1));
  return Math.max(MIN_PAUSE_MS, random() * longest);
}

/**
 * Reads a Retry-After header (RFC 9110, 10.2.3), seconds or a date, as milliseconds from `now` (a Unix time in
 * milliseconds); `undefined` when it is neither. A date that is past is 0.
 */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  const text = value.trim();
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number(text) * 1000;
  // Date.parse() takes many things for dates, "-5" among them; HTTP's begin with the name of the day.
  if (!/^[A-Za-z]{3}/.test(text)) return undefined;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
