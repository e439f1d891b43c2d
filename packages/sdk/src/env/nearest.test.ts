import assert from "node:assert/strict";
import { test } from "node:test";
import { nearest } from "./nearest.ts";

test("nearest() counts a swap as one step, prefers the closest and stops at the limit", () => {
  assert.equal(nearest("abcd", ["abdc", "abxx"], { most: 1 }), "abdc");
  assert.equal(nearest("abc", ["xyz"]), undefined);
  assert.equal(nearest("", ["ab", "a"]), "a");
});

test("nearest() prefers of two equally near ones the one that begins alike", () => {
  assert.equal(nearest("always_of", ["always_on", "always_off"]), "always_off");
  assert.equal(nearest("otpl", ["otlp", "http"]), "otlp");
});
