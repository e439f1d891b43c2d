// oxlint-disable no-await-in-loop -- steps of time follow one another
import assert from "node:assert/strict";
import { test } from "node:test";
import { answerAll, createRig, mockTimers, settle, testBatch } from "./delivery.test.helper.ts";
import type { TransportResult } from "./transport/transport.ts";

const delivered: TransportResult = { kind: "delivered", rejected: 0 };
const busy: TransportResult = { kind: "retry", unreachable: false, error: new Error("503") };
const absent: TransportResult = { kind: "retry", unreachable: true, error: new Error("refused") };

test("flush() waits for what was accepted before it, in flight or not, and no longer", async () => {
  const rig = createRig({ parallel: 1 });
  rig.make(testBatch("1"));
  rig.make(testBatch("2"));
  await settle();
  let flushed = false;
  const flushing = rig.delivery.flush({ timeoutMs: 60_000 }).then(() => (flushed = true));
  rig.make(testBatch("3"));
  await rig.open[0]?.answer(delivered);
  assert.equal(flushed, false);
  await rig.open[0]?.answer(delivered);
  await flushing;
  assert.equal(rig.open.length, 1, "the third is still under way");
});

test("flush() ends with its time", async (t) => {
  const rig = createRig();
  const tick = mockTimers(t, rig);
  rig.make(testBatch("1"));
  const flushing = rig.delivery.flush({ timeoutMs: 300 });
  await tick(300);
  await flushing;
  assert.equal(rig.traces().pending, 1);
});

test("flush() tries an endpoint that is down at once, but not within 500 ms", async (t) => {
  const rig = createRig();
  const tick = mockTimers(t, rig);
  rig.make(testBatch("1"));
  await settle();
  for (let round = 0; round < 4; round++) {
    await answerAll(rig, absent);
    await tick(30_000);
  }
  await answerAll(rig, absent);
  const before = rig.sent.length;
  void rig.delivery.flush({ timeoutMs: 5000 });
  await tick(499);
  assert.equal(rig.sent.length, before);
  await tick(1);
  assert.equal(rig.sent.length, before + 1);
  await answerAll(rig, delivered);
  assert.equal(rig.traces().delivered, 1);
});

test("shutdown() drops what is left after its time, counts it once, and takes nothing more", async (t) => {
  const rig = createRig({ parallel: 1 });
  const tick = mockTimers(t, rig);
  const first = rig.make(testBatch("1", { items: 2 }));
  const second = rig.make(testBatch("2", { items: 3 }));
  const stopped = rig.delivery.shutdown({ timeoutMs: 1000 });
  await tick(1000);
  await stopped;
  assert.equal(rig.open[0]?.aborted.aborted, true);
  assert.equal(rig.traces().dropped.shutdown, 5);
  assert.deepEqual([first.releases, second.releases], [0, 1], "a request reads the first");
  await answerAll(rig, delivered);
  assert.equal(first.releases, 1);
  const late = rig.make(testBatch("3", { items: 4 }));
  assert.equal(late.releases, 1);
  assert.deepEqual([rig.traces().dropped.shutdown, rig.traces().pending], [9, 0]);
});

test("shutdown() waits for a repetition that may succeed", async (t) => {
  const rig = createRig();
  const tick = mockTimers(t, rig);
  rig.make(testBatch("1"));
  await settle();
  const stopped = rig.delivery.shutdown({ timeoutMs: 3000 });
  await rig.open[0]?.answer(busy);
  await tick(1000);
  await rig.open[0]?.answer(delivered);
  await stopped;
  assert.equal(rig.traces().delivered, 1);
});

test("shutdown() does not wait for an endpoint that cannot be reached", async (t) => {
  const rig = createRig();
  const tick = mockTimers(t, rig);
  rig.make(testBatch("1"));
  await settle();
  await rig.open[0]?.answer(absent);
  const stopped = rig.delivery.shutdown({ timeoutMs: 3000 });
  await tick(500);
  await rig.open[0]?.answer(absent);
  await stopped;
  assert.equal(rig.traces().dropped.shutdown, 1);
});

test("shutdown() does not wait for a pause that is longer than it may take", async (t) => {
  const rig = createRig();
  mockTimers(t, rig);
  rig.make(testBatch("1"));
  await settle();
  await rig.open[0]?.answer({ ...busy, afterMs: 60_000 });
  await rig.delivery.shutdown({ timeoutMs: 3000 });
  assert.equal(rig.traces().dropped.shutdown, 1);
});
