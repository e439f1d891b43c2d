import assert from "node:assert/strict";
import { test } from "node:test";
import { atMonotonic, clockAt, durationBetween, now, readTime } from "./clock.ts";

const clock = { seconds: 1_000_000_000, nanos: 900_000_000 };

test("a reading of the monotonic clock is exact to the nanosecond", () => {
  assert.deepEqual(atMonotonic(0.000_001, clock), [1_000_000_000, 900_000_001]);
  assert.deepEqual(atMonotonic(99.999_999, clock), [1_000_000_000, 999_999_999]);
  assert.deepEqual(atMonotonic(100, clock), [1_000_000_001, 0]);
  assert.deepEqual(atMonotonic(12_345, clock), [1_000_000_013, 245_000_000]);
});

test("times of every documented kind are read", () => {
  assert.deepEqual(readTime([5, 6], clock), [5, 6]);
  assert.deepEqual(readTime(new Date(1_500_000_000_123), clock), [1_500_000_000, 123_000_000]);
  assert.deepEqual(readTime(1_500_000_000_123.5, clock), [1_500_000_000, 123_500_000]);
  assert.deepEqual(readTime(0, clock), [1_000_000_000, 900_000_000]);
  assert.deepEqual(readTime([5, 1_000_000_001], clock), [6, 1]);
  assert.deepEqual(readTime([5.5, 0], clock), [5, 500_000_000]);
});

test("what is no time, or none that OTLP can hold, is undefined", () => {
  const wrong = [
    new Date(Number.NaN),
    Number.NaN,
    Number.POSITIVE_INFINITY,
    "2026-01-01",
    [1],
    ["1", "2"],
    [Number.NaN, 0],
    [-1, 0],
    [2 ** 40, 0],
    new Date(-1),
    new Proxy([1, 2], {}),
    null,
    {},
  ];
  for (const value of wrong) assert.equal(readTime(value, clock), undefined);
});

test("the clock of a new trace agrees with the time of day, also after that was set", (context) => {
  const [realNow, realDate] = [performance.now.bind(performance), Date.now.bind(Date)];
  let [monotonicLead, dateLead] = [0, 0];
  context.mock.method(performance, "now", () => realNow() + monotonicLead);
  context.mock.method(Date, "now", () => realDate() + dateLead);
  assert.ok(differenceMs() < 50);
  // An hour passes, and the clock is set back by a day.
  [monotonicLead, dateLead] = [3_600_000, 3_600_000 - 86_400_000];
  assert.ok(differenceMs() < 50);
  // The machine sleeps for an hour: the monotonic clock stands still, and is looked at a second later.
  [monotonicLead, dateLead] = [3_601_000, 7_201_000 - 86_400_000];
  assert.ok(differenceMs() < 50);
});

function differenceMs(): number {
  const [seconds, nanos] = now(clockAt(performance.now()));
  return Math.abs(seconds * 1000 + nanos / 1e6 - Date.now());
}

test("durations carry", () => {
  assert.deepEqual(durationBetween([1, 999_999_999], [3, 1]), [1, 2]);
  assert.deepEqual(durationBetween([1, 0], [0, 999_999_999]), [-1, 999_999_999]);
});
