import { types } from "node:util";
import type { HrTime, TimeInput } from "@opentelemetry/api";

/** The time of day at which `performance.now()` was 0. All times of the spans of a trace in this process use one. */
export interface Clock {
  readonly seconds: number;
  readonly nanos: number;
}

/**
 * The clock for a new trace. It runs on the monotonic clock, so durations are exact to the nanosecond, and is set again
 * when the time of day has moved away from it (slewed or set by NTP, or the machine has slept); looked up once a second.
 *
 * @param monotonicMs The present reading of `performance.now()`.
 */
export function clockAt(monotonicMs: number): Clock {
  if (monotonicMs >= nextCheckMs) {
    nextCheckMs = monotonicMs + 1000;
    setAgain(Date.now(), monotonicMs);
  }
  return clock;
}

function setAgain(epochMs: number, monotonicMs: number): void {
  const drift = epochMs - monotonicMs - originMs;
  if (drift <= MAX_DRIFT_MS && drift >= -MAX_DRIFT_MS) return;
  // Date.now() is cut to whole milliseconds: half a one is what is missing on average.
  originMs = epochMs + 0.5 - monotonicMs;
  clock = clockFrom(originMs);
}

const NANOS = 1_000_000_000;
const MAX_DRIFT_MS = 2;
let nextCheckMs = 0;
let originMs = performance.timeOrigin;
let clock = clockFrom(originMs);

function clockFrom(ms: number): Clock {
  const [seconds, nanos] = fromEpochMs(ms);
  return { seconds, nanos };
}

/** The time of day now. */
export function now(of: Clock): HrTime {
  return atMonotonic(performance.now(), of);
}

/** The time of day at a reading of `performance.now()`. */
export function atMonotonic(ms: number, of: Clock): HrTime {
  const whole = Math.floor(ms / 1000);
  const nanos = of.nanos + Math.round((ms - whole * 1000) * 1e6);
  if (nanos < NANOS) return [of.seconds + whole, nanos];
  return [of.seconds + whole + 1, nanos - NANOS];
}

/** What OTLP can hold: 2^64 - 1 nanoseconds. */
const MAX_SECONDS = 18_446_744_072;

/**
 * Reads a time as the API takes it: `[seconds, nanoseconds]`, a date, milliseconds since 1970, or a reading of
 * `performance.now()` (told apart as upstream does: not above the present reading). Undefined for everything else, and
 * for what OTLP cannot hold.
 */
export function readTime(input: unknown, of: Clock): HrTime | undefined {
  const time = convert(input, of);
  if (time === undefined) return undefined;
  // The comparisons are false for NaN too.
  return time[0] >= 0 && time[0] <= MAX_SECONDS ? time : undefined;
}

function convert(input: unknown, of: Clock): HrTime | undefined {
  if (typeof input === "number") {
    if (!Number.isFinite(input)) return undefined;
    return input <= performance.now() ? atMonotonic(input, of) : fromEpochMs(input);
  }
  if (isHrTime(input)) return normalise(input);
  if (!types.isDate(input)) return undefined;
  const ms = Date.prototype.getTime.call(input);
  return Number.isNaN(ms) ? undefined : fromEpochMs(ms);
}

/** True for what the API documents as a time, be it a valid one or not. */
export function isTimeInput(value: unknown): value is TimeInput {
  return typeof value === "number" || types.isDate(value) || isHrTime(value);
}

function isHrTime(value: unknown): value is HrTime {
  // A proxy's traps, even those that Array.isArray() calls, may throw.
  if (types.isProxy(value) || !Array.isArray(value)) return false;
  return value.length === 2 && typeof value[0] === "number" && typeof value[1] === "number";
}

/** Both parts whole, and nanoseconds from 0 to 999,999,999; a copy, since callers reuse theirs. */
function normalise([givenSeconds, givenNanos]: HrTime): HrTime | undefined {
  if (!Number.isFinite(givenSeconds) || !Number.isFinite(givenNanos)) return undefined;
  const whole = Math.floor(givenSeconds);
  const nanos = Math.round(givenNanos + (givenSeconds - whole) * NANOS);
  const carried = Math.floor(nanos / NANOS);
  return [whole + carried, nanos - carried * NANOS];
}

function fromEpochMs(ms: number): HrTime {
  const seconds = Math.floor(ms / 1000);
  const nanos = Math.round((ms - seconds * 1000) * 1e6);
  return nanos < NANOS ? [seconds, nanos] : [seconds + 1, 0];
}

/** `end - start`; negative seconds when `end` is before `start`. */
export function durationBetween(start: HrTime, end: HrTime): HrTime {
  const nanos = end[1] - start[1];
  return nanos < 0 ? [end[0] - start[0] - 1, nanos + NANOS] : [end[0] - start[0], nanos];
}
