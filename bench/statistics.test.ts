import assert from "node:assert/strict";
import { test } from "node:test";
import { spread, summarize } from "./statistics.ts";

test("summarize() gives the middle value of an odd number of rounds, whatever their order", () => {
  assert.deepEqual(summarize([9, 1, 5]), { median: 5, min: 1, max: 9 });
});

test("summarize() gives the mean of the two middle values of an even number of rounds", () => {
  assert.deepEqual(summarize([10, 2, 4, 8]), { median: 6, min: 2, max: 10 });
});

test("summarize() sorts by value, not by text, and leaves the given values as they are", () => {
  const values = [100, 9, -20];
  assert.deepEqual(summarize(values), { median: 9, min: -20, max: 100 });
  assert.deepEqual(values, [100, 9, -20]);
});

test("summarize() of nothing is nothing", () => {
  assert.equal(summarize([]), undefined);
});

test("spread() is the largest distance from the mean, above or below, as a share of the mean", () => {
  assert.equal(spread([5, 5, 5]), 0);
  assert.equal(spread([8, 12]), 0.2);
  assert.equal(spread([1, 1, 1, 5]), 1.5);
});
