import assert from "node:assert/strict";
import { test } from "node:test";
import { answerAll, settle, testBatch } from "./delivery.test.helper.ts";
import { beginOutage, createShelfRig } from "./fake-shelf.test.helper.ts";
import type { TransportResult } from "./transport/transport.ts";

const delivered: TransportResult = { kind: "delivered", rejected: 0 };
const absent: TransportResult = { kind: "retry", unreachable: true, error: new Error("refused") };

test("shutdown() leaves to the disk what no endpoint takes, and does not wait for it", async (t) => {
  const all = createShelfRig(t);
  const { rig, shelf } = all;
  await beginOutage(all);
  rig.make(testBatch("1", { items: 3 }));
  await settle();
  await rig.delivery.shutdown({ timeoutMs: 3000 });
  assert.deepEqual(shelf.names, ["probe", "1"]);
  const { spooled, pending, dropped } = rig.traces();
  assert.deepEqual(
    { spooled, pending, lost: dropped.shutdown },
    { spooled: 4, pending: 0, lost: 0 },
  );
});

test("shutdown() writes what is under way without an answer when its time is over", async (t) => {
  const { rig, shelf, tick } = createShelfRig(t);
  const batch = rig.make(testBatch("1"));
  await settle();
  const stopped = rig.delivery.shutdown({ timeoutMs: 1000 });
  await tick(1000);
  await stopped;
  assert.deepEqual(shelf.names, ["1"]);
  assert.deepEqual([batch.releases, rig.traces().spooled], [0, 1]);
  await answerAll(rig, absent);
  assert.equal(batch.releases, 1);
});

test("shutdown() takes a quarter of a second for what is on disk, if the endpoint is well", async (t) => {
  const { rig, shelf, tick } = createShelfRig(t);
  shelf.leave(...["1", "2", "3"].map((name) => testBatch(name)));
  await settle();
  let stopped = false;
  const stopping = rig.delivery.shutdown({ timeoutMs: 3000 }).then(() => (stopped = true));
  await rig.open[0]?.answer(delivered);
  await tick(249);
  assert.equal(stopped, false);
  await tick(1);
  await stopping;
  assert.deepEqual(shelf.names, ["2", "3"]);
  assert.equal(rig.traces().inherited.spooled, 2);
});

test("takeRest() has nothing to give when everything could be written", async (t) => {
  const { rig, shelf } = createShelfRig(t, { parallel: 1 });
  const batches = ["1", "2"].map((name) => rig.make(testBatch(name)));
  await settle();
  const rest = rig.delivery.takeRest();
  assert.deepEqual(rest.batches, []);
  rest.release();
  assert.deepEqual(shelf.names, ["1", "2"]);
  assert.deepEqual([rig.traces().spooled, rig.traces().pending], [2, 0]);
  await answerAll(rig, absent);
  assert.deepEqual(
    batches.map(({ releases }) => releases),
    [1, 1],
  );
});

test("flush() waits for what this process has on disk, and not for what others left", async (t) => {
  const all = createShelfRig(t);
  const { rig, shelf, tick } = all;
  await beginOutage(all);
  shelf.leave(testBatch("left"));
  let flushed = false;
  const flushing = rig.delivery.flush({ timeoutMs: 60_000 }).then(() => (flushed = true));
  await tick(1000);
  assert.equal(rig.open[0]?.batch.name, "left");
  await rig.open[0]?.answer(delivered);
  assert.equal(flushed, false);
  await answerAll(rig, delivered);
  await flushing;
  assert.equal(rig.traces().delivered, 1);
});
