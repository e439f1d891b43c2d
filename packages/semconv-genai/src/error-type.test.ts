import assert from "node:assert/strict";
import { test } from "node:test";
import { errorType } from "./error-type.ts";

class RateLimitError extends Error {
  readonly status = 429;
}
class QuotaError extends Error {}

for (const [what, error, expected] of [
  ["an HTTP status", new RateLimitError("x"), "429"],
  [
    "a status that is no HTTP status",
    Object.assign(new QuotaError("x"), { status: 7 }),
    "QuotaError",
  ],
  ["a class", new QuotaError("x"), "QuotaError"],
  ["a built-in class", new TypeError("x"), "TypeError"],
  ["a system error", Object.assign(new Error("x"), { code: "ECONNREFUSED" }), "ECONNREFUSED"],
  ["an abort", new DOMException("x", "AbortError"), "AbortError"],
  ["a plain error", new Error("the prompt"), "Error"],
  ["a name that is a sentence", Object.assign(new Error("x"), { name: "the prompt" }), "Error"],
  ["a thrown text", "the prompt", "_OTHER"],
  ["null", null, "_OTHER"],
  ["an object without a prototype", Object.create(null), "_OTHER"],
] as const) {
  test(`errorType() of ${what} is ${expected}`, () => {
    assert.equal(errorType(error), expected);
  });
}

test("errorType() survives getters that throw", () => {
  const hostile = {
    get status(): number {
      throw new Error("no");
    },
  };
  assert.equal(errorType(hostile), "_OTHER");
});
