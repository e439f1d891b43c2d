import assert from "node:assert/strict";
import { test } from "node:test";
import type { Batch } from "../export/batch.ts";
import type { EndingDelivery } from "../export/delivery.ts";
import { noDrops } from "../export/ledger.ts";
import { createTimeLimit, limitDelivery } from "./time-limit.ts";

const batch: Batch = {
  signal: "metrics",
  items: 1,
  bytes: 1,
  body: [new Uint8Array(1)],
  contentType: "application/x-protobuf",
  split: () => undefined,
  release: () => {},
};

function fakeDelivery(calls: string[]): EndingDelivery {
  const call = (name: string) => (): Promise<void> => {
    calls.push(name);
    return Promise.resolve();
  };
  return {
    accept: () => void calls.push("accept"),
    flush: call("flush"),
    finish: call("finish"),
    shutdown: call("shutdown"),
    takeRest: () => ({ batches: [], release: () => {} }),
    pendingBytes: 0,
    triedItems: 0,
    exportingItems: 0,
    triedAndDropped: noDrops(),
  };
}

test("while it is held a delivery begins nothing; then it has everything", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const calls: string[] = [];
  const limit = createTimeLimit();
  const delivery = limitDelivery(fakeDelivery(calls), limit);
  limit.hold(async () => {
    delivery.accept(batch);
    await delivery.flush({ timeoutMs: 1000 });
    delivery.accept(batch);
  });
  await Promise.resolve();
  await Promise.resolve();
  assert.deepEqual(calls, []);
  limit.letGo();
  assert.deepEqual(calls, ["accept", "accept"]);
  limit.hold(() => Promise.resolve(delivery.accept(batch)));
  assert.equal(calls.length, 2);
  // The process goes on.
  t.mock.timers.tick(1);
  assert.equal(calls.length, 3);
});

test("whoever flushes while it is held has everything sent", async () => {
  const calls: string[] = [];
  const limit = createTimeLimit();
  const delivery = limitDelivery(fakeDelivery(calls), limit);
  limit.hold(() => Promise.resolve(delivery.accept(batch)));
  await limit.during({ kind: "flush", timeoutMs: 1000 }, () => delivery.flush({ timeoutMs: 1000 }));
  assert.deepEqual(calls, ["accept", "flush"]);
});
