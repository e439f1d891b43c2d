import assert from "node:assert/strict";
import { test } from "node:test";
import { readTimeout } from "./read-timeout.ts";

const DAY_MS = 86_400_000;

test("a number of milliseconds is taken, within what a timer can do", () => {
  assert.equal(readTimeout({ timeoutMs: 100 }, 3000), 100);
  assert.equal(readTimeout({ timeoutMs: 0 }, 3000), 0);
  assert.equal(readTimeout({ timeoutMs: -1 }, 3000), 0);
  for (const long of [Infinity, 3e9, Number.MAX_VALUE])
    assert.equal(readTimeout({ timeoutMs: long }, 3000), DAY_MS);
});

test("what is no number is the default", () => {
  const unreadable = {
    get timeoutMs(): number {
      throw new Error("unreadable");
    },
  };
  for (const options of [
    undefined,
    null,
    {},
    5,
    "100",
    { timeoutMs: "100" },
    { timeoutMs: Number.NaN },
    { timeoutMs: null },
    unreadable,
  ])
    assert.equal(readTimeout(options, 3000), 3000);
});
