// oxlint-disable no-await-in-loop -- steps of time follow one another
import assert from "node:assert/strict";
import { test } from "node:test";
import { createRig, mockTimers, type TestBatch, testBatch } from "./delivery.test.helper.ts";
import type { TransportResult } from "./transport/transport.ts";

for (let seed = 1; seed <= 20; seed++) {
  test(`whatever an endpoint does, every item is accounted for and every batch released once (seed ${seed})`, async (t) => {
    const random = createRandom(seed);
    const rig = createRig({ random, maxPendingBytes: 2000, parallel: 1 + (seed % 4) });
    const tick = mockTimers(t, rig);
    const batches: Tracked[] = [];
    for (let step = 0; step < 400; step++) {
      const dice = random();
      if (dice < 0.4)
        rig.make(tracked(batches, testBatch(`${step}`, { items: 1 + Math.floor(random() * 30) })));
      else if (dice < 0.7)
        await rig.open[Math.floor(random() * rig.open.length)]?.answer(anyResult(random));
      else if (dice < 0.98) await tick(Math.floor(random() * 3000));
      else void rig.delivery.flush({ timeoutMs: 1000 });
      assert.ok(rig.delivery.pendingBytes <= 2000);
      const { made, delivered, rejected, dropped, pending } = rig.traces();
      const lost = Object.values(dropped).reduce((sum, items) => sum + items, 0);
      assert.equal(made, delivered + rejected + lost + pending);
      const waiting = batches.filter((batch) => batch.releases === 0 && !batch.isSplit);
      assert.equal(
        waiting.reduce((sum, { items }) => sum + items, 0),
        pending,
        "what is pending is what has not been released",
      );
    }
    const stopped = rig.delivery.shutdown({ timeoutMs: 3000 });
    await tick(3000);
    await stopped;
    assert.equal(rig.traces().pending, 0);
    while (rig.open.length > 0) await rig.open[0]?.answer(anyResult(random));
    assert.equal(rig.delivery.pendingBytes, 0);
    for (const batch of batches) assert.equal(batch.releases, batch.isSplit ? 0 : 1, batch.name);
  });
}

interface Tracked extends TestBatch {
  isSplit: boolean;
}

/** Adds the batch to the list, and those that it is divided into. */
function tracked(list: Tracked[], batch: TestBatch): Tracked {
  const split = batch.split.bind(batch);
  const whole: Tracked = Object.assign(batch, {
    isSplit: false,
    split: () => {
      const halves = split();
      if (halves === undefined) return undefined;
      whole.isSplit = true;
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a test batch is divided into
      const [left, right] = halves as readonly [TestBatch, TestBatch];
      return [tracked(list, left), tracked(list, right)] as const;
    },
  });
  list.push(whole);
  return whole;
}

function anyResult(random: () => number): TransportResult {
  const error = new Error("as the dice say");
  const dice = random();
  if (dice < 0.35)
    return { kind: "delivered", rejected: random() < 0.2 ? Math.floor(random() * 40) : 0 };
  if (dice < 0.8) {
    const pause = random() < 0.2 ? { afterMs: Math.floor(random() * 10_000) } : {};
    return { kind: "retry", unreachable: random() < 0.5, error, ...pause };
  }
  return dice < 0.9 ? { kind: "too-large", error } : { kind: "failed", error };
}

/** The same numbers from 0 to 1 for the same seed. */
function createRandom(seed: number): () => number {
  let state = seed * 2_654_435_761;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}
