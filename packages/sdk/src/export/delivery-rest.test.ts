import assert from "node:assert/strict";
import { test } from "node:test";
import { answerAll, createRig, mockTimers, settle, testBatch } from "./delivery.test.helper.ts";
import type { TransportResult } from "./transport/transport.ts";

const delivered: TransportResult = { kind: "delivered", rejected: 0 };
const absent: TransportResult = { kind: "retry", unreachable: true, error: new Error("refused") };
const busy: TransportResult = {
  kind: "retry",
  unreachable: false,
  afterMs: 60_000,
  error: new Error("503"),
};

test("finish() waits for what is under way, and the delivery goes on afterwards", async () => {
  const rig = createRig();
  rig.make(testBatch("1"));
  await settle();
  let finished = false;
  const finishing = rig.delivery.finish({ timeoutMs: 60_000 }).then(() => (finished = true));
  await settle();
  assert.equal(finished, false);
  await answerAll(rig, delivered);
  await finishing;
  rig.make(testBatch("2"));
  await settle();
  await answerAll(rig, delivered);
  assert.equal(rig.traces().delivered, 2);
});

test("finish() waits no longer when two attempts in a row found nobody, and drops nothing", async (t) => {
  const rig = createRig();
  const tick = mockTimers(t, rig);
  rig.make(testBatch("1"));
  const finishing = rig.delivery.finish({ timeoutMs: 60_000 });
  await answerAll(rig, absent);
  await tick(1000);
  await answerAll(rig, absent);
  await finishing;
  assert.equal(rig.traces().pending, 1);
  assert.deepEqual(rig.told, ["attempt failed 1", "attempt failed 1"]);
});

test("finish() does not wait for a pause that is longer than its time", async (t) => {
  const rig = createRig();
  mockTimers(t, rig);
  rig.make(testBatch("1"));
  const finishing = rig.delivery.finish({ timeoutMs: 3000 });
  await answerAll(rig, busy);
  await finishing;
  assert.equal(rig.traces().pending, 1);
});

test("takeRest() takes what waits and what is under way, the oldest first, and counts nothing", async () => {
  const rig = createRig({ parallel: 2 });
  const batches = ["1", "2", "3"].map((name) => rig.make(testBatch(name)));
  await settle();
  assert.deepEqual(rig.sent, ["1", "2"]);
  const rest = rig.delivery.takeRest();
  assert.deepEqual(rest.batches, batches);
  assert.deepEqual([rig.delivery.pendingBytes, rig.delivery.exportingItems], [0, 0]);
  assert.ok(rig.open.every(({ aborted }) => aborted.aborted));
  rest.release();
  // The requests may still read the memory of theirs.
  assert.deepEqual(
    batches.map(({ releases }) => releases),
    [0, 0, 1],
  );
  await answerAll(rig, delivered);
  assert.deepEqual(
    batches.map(({ releases }) => releases),
    [1, 1, 1],
  );
  assert.equal(rig.traces().delivered, 0);
  assert.equal(rig.traces().pending, 3);
  assert.deepEqual(rig.told, []);
});

test("after takeRest() new batches are sent as before", async () => {
  const rig = createRig({ parallel: 1 });
  rig.make(testBatch("1"));
  await settle();
  rig.delivery.takeRest().release();
  rig.make(testBatch("2"));
  await settle();
  assert.deepEqual(rig.sent, ["1", "2"]);
  assert.equal(rig.open[1]?.aborted.aborted, false);
  await answerAll(rig, delivered);
  assert.equal(rig.traces().delivered, 1);
});
