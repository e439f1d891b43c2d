import assert from "node:assert/strict";
import { test } from "node:test";
import { createEndAllowance } from "./patience.ts";

function never(): Promise<void> {
  return new Promise(() => {});
}

test("what one stage has used the next has not", async () => {
  const allowance = createEndAllowance(60);
  const offered: number[] = [];
  const stage = async (timeoutMs: number): Promise<void> => {
    offered.push(timeoutMs);
    await never();
  };
  await allowance.spend(stage);
  await allowance.spend(stage);
  // A tenth, at most 250 ms, is kept for what follows the waiting.
  assert.equal(offered[0], 54);
  assert.equal(offered[1], 0);
  assert.equal(allowance.leftMs, 0);
});

test("work that is done soon leaves nearly all, and what runs counts already", async () => {
  const allowance = createEndAllowance(60_000);
  const { promise, resolve } = Promise.withResolvers<void>();
  const spending = allowance.spend(() => promise);
  const before = allowance.leftMs;
  assert.ok(before <= 59_750 && before > 55_000);
  resolve();
  await spending;
  assert.ok(allowance.leftMs > 55_000);
});

test("work that is done when it returns has used what it took", () => {
  const allowance = createEndAllowance(1000);
  allowance.spendNow((timeoutMs) => {
    assert.equal(timeoutMs, 900);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 30);
  });
  assert.ok(allowance.leftMs <= 871);
});

test("an end that was none gives everything back", async () => {
  const allowance = createEndAllowance(20);
  await allowance.spend(never);
  assert.equal(allowance.leftMs, 0);
  allowance.renew();
  assert.equal(allowance.leftMs, 18);
});
