// oxlint-disable no-await-in-loop -- steps of time follow one another
import assert from "node:assert/strict";
import { test } from "node:test";
import { settle, type TestBatch, testBatch } from "./delivery.test.helper.ts";
import { createShelfRig } from "./fake-shelf.test.helper.ts";
import type { SignalFigures } from "./ledger.ts";
import type { TransportResult } from "./transport/transport.ts";

for (let seed = 1; seed <= 20; seed++) {
  test(`whatever endpoint and disk do, every item is accounted for (seed ${seed})`, async (t) => {
    const random = createRandom(seed);
    const parallel = 1 + (seed % 4);
    const { rig, shelf, tick } = createShelfRig(t, { random, maxPendingBytes: 2000, parallel });
    const batches: TestBatch[] = [];
    for (let step = 0; step < 400; step++) {
      const dice = random();
      const batch = testBatch(`${step}`, { items: 1 + Math.floor(random() * 30) });
      if (dice < 0.35) batches.push(rig.make(batch));
      else if (dice < 0.4) shelf.leave(batch);
      else if (dice < 0.42) shelf.isBroken = !shelf.isBroken;
      else if (dice < 0.45) shelf.evictOldest();
      else if (dice < 0.47) shelf.damaged.add(shelf.names[0] ?? "");
      else if (dice < 0.75)
        await rig.open[Math.floor(random() * rig.open.length)]?.answer(anyResult(random));
      else if (dice < 0.98) await tick(Math.floor(random() * 3000));
      else void rig.delivery.flush({ timeoutMs: 1000 });
      await settle();
      check(rig.traces(), itemsOn(shelf.stored.keys()));
    }
    const stopped = rig.delivery.shutdown({ timeoutMs: 3000 });
    await tick(3000);
    await tick(250);
    await stopped;
    const { pending, inherited } = rig.traces();
    assert.deepEqual([pending, inherited.pending], [0, 0]);
    check(rig.traces(), itemsOn(shelf.stored.keys()));
    while (rig.open.length > 0) await rig.open[0]?.answer(anyResult(random));
    assert.equal(rig.delivery.pendingBytes, 0);
    // Those that were divided have given their memory to their halves.
    for (const { name, releases } of batches) assert.ok(releases <= 1, name);
  });
}

/** Both books balance, and what they have as spooled is what is on the shelf. */
function check({ made, inherited, ...own }: SignalFigures, onShelf: number): void {
  assert.equal(made, total(own));
  assert.equal(inherited.found, total(inherited));
  assert.equal(own.spooled + inherited.spooled, onShelf);
  assert.ok(own.pending >= 0 && inherited.pending >= 0);
}

function total(
  figures: Pick<SignalFigures, "delivered" | "dropped" | "pending" | "rejected" | "spooled">,
): number {
  const lost = Object.values(figures.dropped).reduce((sum, items) => sum + items, 0);
  return figures.delivered + figures.rejected + lost + figures.spooled + figures.pending;
}

function itemsOn(stored: Iterable<{ readonly items: number }>): number {
  let sum = 0;
  for (const { items } of stored) sum += items;
  return sum;
}

function anyResult(random: () => number): TransportResult {
  const dice = random();
  const error = new Error("some");
  if (dice < 0.4) return { kind: "delivered", rejected: random() < 0.2 ? 1 : 0 };
  if (dice < 0.8) return { kind: "retry", unreachable: random() < 0.5, error };
  return dice < 0.9 ? { kind: "failed", error } : { kind: "too-large", error };
}

/** Numbers from 0 to 1 that are the same for each seed (a linear congruential generator). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}
