import assert from "node:assert/strict";
import { test } from "node:test";
import { nameLimit } from "./name-limit.ts";

test("nameLimit() keeps known names and the first new ones, later and overlong ones become _OTHER", () => {
  const limited = nameLimit(2, () => ["known"]);
  assert.equal(limited("x".repeat(129)), "_OTHER");
  assert.deepEqual(
    ["a", "b", "c", "a", "known"].map((name) => limited(name)),
    ["a", "b", "_OTHER", "a", "known"],
  );
});
