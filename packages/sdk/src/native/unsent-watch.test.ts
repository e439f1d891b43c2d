import assert from "node:assert/strict";
import { test } from "node:test";
import { createUnsentWatch } from "./unsent-watch.ts";

test("tells when there is something, and when there is nothing any more", (t) => {
  t.mock.timers.enable({ apis: ["setInterval"] });
  let isUnsent = true;
  const told: boolean[] = [];
  const watch = createUnsentWatch(() => isUnsent);
  watch.tell((now) => void told.push(now));
  assert.deepEqual(told, [false]);
  watch.stir();
  watch.stir();
  assert.deepEqual(told, [false, true]);
  t.mock.timers.tick(1000);
  assert.deepEqual(told, [false, true]);
  isUnsent = false;
  t.mock.timers.tick(100);
  assert.deepEqual(told, [false, true, false]);
  t.mock.timers.tick(1000);
  watch.stir();
  assert.deepEqual(told, [false, true, false, true]);
  t.mock.timers.tick(100);
});
