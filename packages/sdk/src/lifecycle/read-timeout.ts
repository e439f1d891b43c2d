/**
 * Reads `timeoutMs` of the options of `flush()` and `shutdown()`, which may be anything: what is no number is `fallbackMs`,
 * what is negative 0, and what is longer than a timer can be (also `Infinity`) a day. Never throws.
 */
export function readTimeout(options: unknown, fallbackMs: number): number {
  const timeoutMs = read(options);
  if (typeof timeoutMs !== "number" || Number.isNaN(timeoutMs)) return fallbackMs;
  return Math.min(Math.max(0, timeoutMs), LONGEST_MS);
}

const LONGEST_MS = 24 * 60 * 60 * 1000;

function read(options: unknown): unknown {
  try {
    return typeof options === "object" && options !== null
      ? Reflect.get(options, "timeoutMs")
      : undefined;
  } catch {
    // An accessor of the application's: the default will do.
    return undefined;
  }
}
