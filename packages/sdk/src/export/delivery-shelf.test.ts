// oxlint-disable no-await-in-loop -- steps of time follow one another
import assert from "node:assert/strict";
import { test } from "node:test";
import { answerAll, settle, testBatch } from "./delivery.test.helper.ts";
import { beginOutage, createShelfRig } from "./fake-shelf.test.helper.ts";
import type { TransportResult } from "./transport/transport.ts";

const delivered: TransportResult = { kind: "delivered", rejected: 0 };
const absent: TransportResult = { kind: "retry", unreachable: true, error: new Error("refused") };
const busy: TransportResult = { kind: "retry", unreachable: false, error: new Error("503") };
const tooLarge: TransportResult = { kind: "too-large", error: new Error("413") };

test("a healthy endpoint costs the disk nothing", async (t) => {
  const { rig, shelf, tick } = createShelfRig(t);
  for (let round = 0; round < 20; round++) {
    rig.make(testBatch(`${round}`));
    await tick(20);
    await answerAll(rig, delivered);
  }
  assert.deepEqual(shelf.removed, []);
  assert.equal(rig.traces().delivered, 20);
});

test("while the endpoint is away batches go to the disk at once, and their memory is given back", async (t) => {
  const all = createShelfRig(t);
  const { rig, shelf } = all;
  await beginOutage(all);
  const batches = ["1", "2"].map((name) => rig.make(testBatch(name, { items: 10 })));
  await settle();
  assert.deepEqual(shelf.names, ["probe", "1", "2"]);
  assert.deepEqual(
    batches.map(({ releases }) => releases),
    [1, 1],
  );
  assert.equal(rig.delivery.pendingBytes, 0);
  const { spooled, pending } = rig.traces();
  assert.deepEqual({ spooled, pending }, { spooled: 21, pending: 0 });
});

test("what waits for a slow endpoint goes to the disk after 50 ms; what is under way does not", async (t) => {
  const { rig, shelf, tick } = createShelfRig(t, { parallel: 1 });
  rig.make(testBatch("1"));
  rig.make(testBatch("2"));
  await settle();
  await tick(49);
  assert.deepEqual(shelf.names, []);
  await tick(1);
  assert.deepEqual(shelf.names, ["2"]);
  await answerAll(rig, delivered);
  assert.deepEqual(rig.sent, ["1", "2"]);
  assert.deepEqual(shelf.removed, ["2"]);
  assert.equal(rig.traces().delivered, 2);
});

test("after an outage everything arrives, with one from the disk under way at a time", async (t) => {
  const all = createShelfRig(t);
  const { rig, shelf, tick } = all;
  await beginOutage(all);
  for (const name of ["1", "2", "3"]) rig.make(testBatch(name));
  await tick(1000);
  assert.equal(rig.open.length, 1, "one probe");
  await answerAll(rig, delivered);
  assert.equal(shelf.stored.size, 0);
  const { delivered: taken, spooled, pending } = rig.traces();
  assert.deepEqual({ taken, spooled, pending }, { taken: 4, spooled: 0, pending: 0 });
});

test("fresh batches do not wait behind those on disk", async (t) => {
  const all = createShelfRig(t);
  const { rig, tick } = all;
  await beginOutage(all);
  for (const name of ["old", "older"]) rig.make(testBatch(name));
  await tick(1000);
  await rig.open[0]?.answer(delivered);
  rig.make(testBatch("new"));
  await settle();
  assert.deepEqual(
    rig.open.map(({ batch }) => batch.name),
    ["old", "new"],
  );
});

test("a batch on disk that always fails does not hold up the others", async (t) => {
  const { rig, shelf, tick } = createShelfRig(t);
  shelf.leave(...["poison", "1", "2", "3", "4"].map((name) => testBatch(name)));
  for (let round = 0; round < 10; round++) {
    await tick(1000);
    for (let open = rig.open[0]; open !== undefined; open = rig.open[0]) {
      await open.answer(open.batch.name === "poison" ? busy : delivered);
    }
  }
  assert.deepEqual(shelf.names, ["poison"]);
  assert.equal(rig.traces().inherited.delivered, 4);
});

test("what a dead process has left is sent and counted apart", async (t) => {
  const { rig, shelf } = createShelfRig(t);
  rig.make(testBatch("mine", { items: 2 }));
  shelf.leave(testBatch("left", { items: 5 }), testBatch("gone", { items: 3 }));
  shelf.damaged.add("gone");
  await settle();
  await answerAll(rig, delivered);
  const { made, delivered: taken, inherited } = rig.traces();
  assert.deepEqual({ made, taken }, { made: 2, taken: 2 });
  const { found, dropped, spooled, pending } = inherited;
  assert.deepEqual(
    { found, taken: inherited.delivered, damaged: dropped["spool-damaged"], spooled, pending },
    { found: 8, taken: 5, damaged: 3, spooled: 0, pending: 0 },
  );
  assert.equal(rig.delivery.triedItems, 2);
});

test("what no request may hold is divided, and its file goes", async (t) => {
  const { rig, shelf } = createShelfRig(t);
  shelf.leave(testBatch("big", { items: 4 }));
  await settle();
  await rig.open[0]?.answer(tooLarge);
  await answerAll(rig, delivered);
  assert.deepEqual(shelf.removed, ["big"]);
  const { found, delivered: taken, pending } = rig.traces().inherited;
  assert.deepEqual({ found, taken, pending }, { found: 4, taken: 4, pending: 0 });
});

test("what gives way on a full disk is counted, but not while it is under way", async (t) => {
  const all = createShelfRig(t);
  const { rig, shelf, tick } = all;
  await beginOutage(all);
  rig.make(testBatch("1", { items: 10 }));
  await settle();
  assert.equal(shelf.evictOldest(), true);
  assert.equal(rig.traces().dropped["spool-full"], 1);
  await tick(1000);
  assert.equal(rig.open[0]?.batch.name, "1");
  assert.equal(shelf.evictOldest(), false);
  await answerAll(rig, delivered);
  assert.equal(rig.traces().delivered, 10);
});

test("when the disk cannot be written batches wait in memory, and the disk is tried again later", async (t) => {
  const all = createShelfRig(t);
  const { rig, shelf, tick } = all;
  shelf.isBroken = true;
  await beginOutage(all);
  const batch = rig.make(testBatch("1"));
  await settle();
  assert.deepEqual([batch.releases, rig.traces().pending], [0, 2]);
  shelf.isBroken = false;
  await tick(5000);
  await answerAll(rig, absent);
  assert.deepEqual(shelf.names.toSorted(), ["1", "probe"]);
});
