import assert from "node:assert/strict";
import { test } from "node:test";
import { parseRetryAfter, pauseBeforeRetry } from "./retry.ts";

test("the pause doubles from 1 s to 30 s, with full jitter above 500 ms", () => {
  const longest = [1, 2, 3, 4, 5, 6, 7, 50].map((n) => pauseBeforeRetry(n, { random: () => 1 }));
  assert.deepEqual(longest, [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  assert.equal(pauseBeforeRetry(3, { random: () => 0.5 }), 2000);
  assert.equal(pauseBeforeRetry(9, { random: () => 0 }), 500);
});

test("the server's pause is kept, between 500 ms and 5 minutes", () => {
  assert.equal(pauseBeforeRetry(1, { afterMs: 15_000 }), 15_000);
  assert.equal(pauseBeforeRetry(1, { afterMs: 0 }), 500);
  assert.equal(pauseBeforeRetry(1, { afterMs: 86_400_000 }), 300_000);
  assert.equal(pauseBeforeRetry(1, { afterMs: Number.POSITIVE_INFINITY }), 300_000);
});

const now = Date.parse("Wed, 21 Oct 2026 07:28:00 GMT");

for (const [value, expected] of [
  ["0", 0],
  ["120", 120_000],
  [" 1.5 ", 1500],
  ["Wed, 21 Oct 2026 07:28:03 GMT", 3000],
  ["Wed, 21 Oct 2026 07:27:00 GMT", 0],
  ["-5", undefined],
  ["soon", undefined],
  ["", undefined],
  [undefined, undefined],
] as const) {
  test(`Retry-After ${JSON.stringify(value)} is ${expected} ms`, () => {
    assert.equal(parseRetryAfter(value, now), expected);
  });
}
