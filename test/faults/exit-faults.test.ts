import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type BlackHole, openBlackHole } from "./black-hole.ts";
import { exitWays } from "./exit-cells.ts";
import { endAgainst, expectAllArrived, expectAllTold, expectInTime } from "./exit-expectations.ts";
import { type Fault, startReceiver } from "./receiver.ts";

/** With a Collector that works, on a machine that runs one such program beside this one. */
const USUAL_DELAY_MS = 500;

const faults: Readonly<Record<string, Fault>> = {
  hang: { kind: "hang" },
  "503": { kind: "status", status: 503 },
  drip: { kind: "drip", everyMs: 100 },
};

describe("an end with a working Collector", { concurrency: 2 }, () => {
  for (const way of exitWays) {
    test(`${way.name} delivers everything, once, and in time`, async (t) => {
      const receiver = await startReceiver();
      t.after(() => receiver.down());
      const { lines, delayMs } = await endAgainst(way, receiver.url);
      expectAllArrived(receiver, way.spans);
      assert.equal(receiver.receipts.duplicates("traces"), 0);
      assert.deepEqual(lines, []);
      t.diagnostic(`${delayMs} ms`);
      assert.ok(delayMs < USUAL_DELAY_MS, `the end took ${delayMs} ms`);
    });
  }
});

describe("an end with a Collector that", { concurrency: 8 }, () => {
  let blackHole: BlackHole;
  before(async () => void (blackHole = await openBlackHole()));
  after(() => blackHole.close());
  for (const way of exitWays) {
    for (const [name, behaviour] of Object.entries(faults)) {
      test(`does nothing but ${name}: ${way.name}`, async (t) => {
        const receiver = await startReceiver();
        t.after(() => receiver.down());
        receiver.behave(behaviour);
        const run = await endAgainst(way, receiver.url);
        expectInTime(run);
        expectAllTold(run, way.spans);
      });
    }
    test(`refuses: ${way.name}`, async () => {
      const receiver = await startReceiver();
      await receiver.down();
      const run = await endAgainst(way, receiver.url);
      expectInTime(run);
      expectAllTold(run, way.spans);
    });
    test(`is a black hole: ${way.name}`, async () => {
      const run = await endAgainst(way, blackHole.url);
      expectInTime(run);
      expectAllTold(run, way.spans);
    });
  }
});
