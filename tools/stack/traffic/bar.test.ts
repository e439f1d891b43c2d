import assert from "node:assert/strict";
import { test } from "node:test";
import { bar } from "./bar.ts";

test("bar() is as long at every point, and goes neither below nor above its ends", () => {
  assert.equal(bar(0, "begins"), `${"░".repeat(24)} 0 % · begins`);
  assert.equal(bar(0.5, "half"), `${"█".repeat(12)}${"░".repeat(12)} 50 % · half`);
  assert.equal(bar(0.999, "nearly"), `${"█".repeat(24)} 99 % · nearly`);
  assert.equal(bar(7, "over"), `${"█".repeat(24)} 100 % · over`);
  assert.equal(bar(-1, "under"), bar(0, "under"));
});
