// oxlint-disable no-await-in-loop -- steps of time follow one another
import assert from "node:assert/strict";
import { test } from "node:test";
import { answerAll, createRig, mockTimers, settle, testBatch } from "./delivery.test.helper.ts";
import type { TransportResult } from "./transport/transport.ts";

const delivered: TransportResult = { kind: "delivered", rejected: 0 };
const busy: TransportResult = { kind: "retry", unreachable: false, error: new Error("503") };
const absent: TransportResult = { kind: "retry", unreachable: true, error: new Error("refused") };

test("while the endpoint is down a single batch probes it, ever more rarely; then all go at once", async (t) => {
  const rig = createRig();
  const tick = mockTimers(t, rig);
  for (const name of ["1", "2", "3", "4", "5", "6", "7", "8"]) rig.make(testBatch(name));
  await settle();
  await answerAll(rig, absent);
  assert.equal(rig.sent.length, 4);
  await tick(999);
  assert.equal(rig.sent.length, 4, "four failures at once are one failure");
  for (const pause of [1, 2000, 4000, 8000, 16_000, 30_000, 30_000]) {
    await tick(pause - 1);
    assert.equal(rig.open.length, 0, `too early, ${pause}`);
    await tick(1);
    assert.equal(rig.open.length, 1, `one probe after ${pause} ms`);
    await answerAll(rig, absent);
  }
  await tick(30_000);
  await rig.open[0]?.answer(delivered);
  assert.equal(rig.open.length, 4);
  await answerAll(rig, delivered);
  await tick(500);
  await answerAll(rig, delivered);
  assert.equal(rig.traces().delivered, 8);
});

test("an outage of a minute at 100 spans a second loses nothing", async (t) => {
  const rig = createRig();
  const tick = mockTimers(t, rig);
  for (let second = 0; second < 60; second++) {
    rig.make(testBatch(String(second), { items: 100, bytes: 100 * 1024 }));
    await tick(1000);
    await answerAll(rig, absent);
  }
  await tick(30_000);
  for (let round = 0; round < 40; round++) {
    await answerAll(rig, delivered);
    await tick(500);
  }
  const { delivered: taken, pending } = rig.traces();
  assert.deepEqual({ taken, pending }, { taken: 6000, pending: 0 });
});

test("Retry-After holds everything for that endpoint", async (t) => {
  const rig = createRig();
  const tick = mockTimers(t, rig);
  rig.make(testBatch("1"));
  await settle();
  await rig.open[0]?.answer({ ...busy, afterMs: 15_000 });
  rig.make(testBatch("2"));
  await tick(14_999);
  assert.deepEqual(rig.sent, ["1"]);
  await tick(1);
  assert.deepEqual(rig.sent, ["1", "1"]);
  await answerAll(rig, delivered);
  await answerAll(rig, delivered);
  assert.equal(rig.traces().delivered, 2);
});

test("Retry-After: 0 is no busy loop", async (t) => {
  const rig = createRig();
  const tick = mockTimers(t, rig);
  rig.make(testBatch("1"));
  await settle();
  await rig.open[0]?.answer({ ...busy, afterMs: 0 });
  await tick(499);
  assert.deepEqual(rig.sent, ["1"]);
  await tick(1);
  assert.deepEqual(rig.sent, ["1", "1"]);
});

test("one batch that always fails does not hold up the others", async (t) => {
  const rig = createRig();
  const tick = mockTimers(t, rig);
  rig.make(testBatch("poison"));
  for (let round = 0; round < 100; round++) {
    rig.make(testBatch("good"));
    await tick(1000);
    while (rig.open.length > 0) {
      const request = rig.open[0];
      await request?.answer(request.batch.name === "poison" ? busy : delivered);
    }
  }
  await tick(2000);
  await answerAll(rig, delivered);
  assert.equal(rig.traces().delivered >= 99, true);
  const tries = rig.sent.filter((name) => name === "poison").length;
  assert.ok(tries >= 5 && tries <= 12, `${tries} attempts in 100 s`);
});
