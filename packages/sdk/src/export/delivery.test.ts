import assert from "node:assert/strict";
import { test } from "node:test";
import { answerAll, createRig, settle, testBatch } from "./delivery.test.helper.ts";
import type { TransportResult } from "./transport/transport.ts";

const delivered: TransportResult = { kind: "delivered", rejected: 0 };
const tooLarge: TransportResult = { kind: "too-large", error: new Error("413") };
const failed: TransportResult = { kind: "failed", error: new Error("400") };

test("at most four requests go at a time, in the order of their batches", async () => {
  const rig = createRig();
  for (const name of ["1", "2", "3", "4", "5", "6"]) rig.make(testBatch(name));
  assert.deepEqual(rig.sent, [], "nothing is sent in the application's stack");
  await settle();
  assert.deepEqual(rig.sent, ["1", "2", "3", "4"]);
  await rig.open[2]?.answer(delivered);
  assert.deepEqual(rig.sent, ["1", "2", "3", "4", "5"]);
  await answerAll(rig, delivered);
  assert.equal(rig.traces().delivered, 6);
  assert.equal(rig.delivery.pendingBytes, 0);
});

test("a batch is released once, when it is delivered", async () => {
  const rig = createRig();
  const batch = rig.make(testBatch("1"));
  await settle();
  assert.equal(batch.releases, 0);
  await answerAll(rig, delivered);
  assert.equal(batch.releases, 1);
});

test("what the endpoint rejects is counted as rejected and never repeated", async () => {
  const rig = createRig();
  const batch = rig.make(testBatch("1", { items: 10 }));
  await settle();
  await rig.open[0]?.answer({ kind: "delivered", rejected: 3, message: "bad ids" });
  const { delivered: taken, rejected, pending } = rig.traces();
  assert.deepEqual({ taken, rejected, pending }, { taken: 7, rejected: 3, pending: 0 });
  assert.deepEqual(rig.told, ["exported 10", "lost 3 rejected"]);
  assert.equal(batch.releases, 1);
});

test("an endpoint cannot reject more than it was given, nor less than nothing", async () => {
  const rig = createRig();
  rig.make(testBatch("1", { items: 10 }));
  rig.make(testBatch("2", { items: 10 }));
  await settle();
  await rig.open[0]?.answer({ kind: "delivered", rejected: 1e9 });
  await rig.open[0]?.answer({ kind: "delivered", rejected: -5 });
  const { delivered: taken, rejected, pending } = rig.traces();
  assert.deepEqual({ taken, rejected, pending }, { taken: 10, rejected: 10, pending: 0 });
});

test("a refused batch is dropped, counted and told", async () => {
  const rig = createRig();
  const batch = rig.make(testBatch("1", { items: 5 }));
  await settle();
  await rig.open[0]?.answer(failed);
  assert.equal(rig.traces().dropped["export-failed"], 5);
  assert.deepEqual(rig.told, ["lost 5 export-failed", "export failed 5"]);
  assert.equal(batch.releases, 1);
});

test("a batch that is too large is divided until it fits or is a single item", async () => {
  const rig = createRig();
  const batch = rig.make(testBatch("x", { items: 3 }));
  await settle();
  await rig.open[0]?.answer(tooLarge);
  assert.deepEqual(rig.sent, ["x", "xa", "xb"]);
  await rig.open[0]?.answer(tooLarge);
  await rig.open[0]?.answer(tooLarge);
  assert.deepEqual(rig.sent, ["x", "xa", "xb", "xba", "xbb"]);
  await answerAll(rig, delivered);
  const { delivered: taken, dropped, pending } = rig.traces();
  assert.deepEqual([taken, dropped["too-large"], pending], [2, 1, 0]);
  assert.equal(batch.releases, 0, "its halves have its memory");
});

test("a batch whose split throws is dropped, not lost track of", async () => {
  const rig = createRig();
  const batch = testBatch("x", { items: 4 });
  batch.split = () => {
    throw new Error("broken");
  };
  rig.make(batch);
  await settle();
  await rig.open[0]?.answer(tooLarge);
  assert.equal(rig.traces().dropped["too-large"], 4);
  assert.equal(batch.releases, 1);
});

test("memory is bounded: the oldest that waits makes room, and is counted", async () => {
  const rig = createRig({ maxPendingBytes: 100, parallel: 1 });
  const batches = ["1", "2", "3", "4"].map((name) => testBatch(name, { items: 4 }));
  for (const batch of batches.slice(0, 2)) rig.make(batch);
  await settle();
  for (const batch of batches.slice(2)) rig.make(batch);
  assert.equal(rig.delivery.pendingBytes, 80);
  assert.deepEqual(
    batches.map(({ releases }) => releases),
    [0, 1, 1, 0],
    "the first is under way",
  );
  assert.equal(rig.traces().dropped["queue-full"], 8);
  const huge = rig.make(testBatch("huge", { items: 4, bytes: 61 }));
  assert.equal(huge.releases, 1, "it would not fit beside what is under way");
  assert.equal(rig.traces().pending, 8, "and nothing is given up for it");
});

test("a transport that rejects or throws against its contract loses no count", async () => {
  const rig = createRig({
    transport: {
      url: "http://collector:4318/v1/traces",
      protocol: "http/protobuf",
      send: () => {
        throw new Error("bug");
      },
      close: () => Promise.resolve(),
    },
  });
  const batch = rig.make(testBatch("1"));
  await settle();
  assert.equal(rig.traces().dropped["export-failed"], 1);
  assert.equal(batch.releases, 1);
});
