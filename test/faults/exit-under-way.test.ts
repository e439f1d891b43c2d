import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type BlackHole, openBlackHole } from "./black-hole.ts";
import { way } from "./exit-cells.ts";
import {
  endAgainst,
  expectAllArrived,
  expectAllTold,
  expectInTime,
  protocolOf,
  protocols,
} from "./exit-expectations.ts";
import { type Fault, startReceiver } from "./receiver.ts";

/** So that the program ends while its batch is under way. */
const soon = { OTEL_BSP_SCHEDULE_DELAY: "50" };

const faults: Readonly<Record<string, Fault>> = {
  hang: { kind: "hang" },
  "503": { kind: "status", status: 503 },
};

describe("an end while a batch is under way", { concurrency: 6 }, () => {
  let blackHole: BlackHole;
  before(async () => void (blackHole = await openBlackHole()));
  after(() => blackHole.close());
  for (const protocol of protocols) {
    const env = { ...soon, OTEL_EXPORTER_OTLP_PROTOCOL: protocol };
    for (const mode of ["return-later", "exit-later"]) {
      for (const [name, fault] of Object.entries(faults)) {
        test(`by ${protocol} to an endpoint that does nothing but ${name}: ${mode}`, async (t) => {
          const receiver = await startReceiver({ protocol: protocolOf(protocol) });
          t.after(() => receiver.down());
          receiver.behave(fault);
          const run = await endAgainst(way(mode), receiver.url, env);
          expectInTime(run);
          expectAllTold(run, 20, receiver);
        });
      }
      test(`by ${protocol} to a black hole: ${mode}`, async () => {
        const run = await endAgainst(way(mode), blackHole.url, env);
        expectInTime(run);
        expectAllTold(run, 20);
      });
      test(`by ${protocol}, and the answer is lost: ${mode}: what was waited for is not sent again, and else once`, async (t) => {
        const receiver = await startReceiver({ protocol: protocolOf(protocol) });
        t.after(() => receiver.down());
        receiver.behave({ kind: "hang", stores: true }, { kind: "ok" });
        const run = await endAgainst(way(mode), receiver.url, env);
        expectInTime(run);
        expectAllArrived(receiver, 20);
        // The natural end has waited for the answer as long as it may. process.exit() leaves no time for that.
        const again = mode === "exit-later" ? 1 : 0;
        assert.equal(receiver.seen.length, 1 + again);
        assert.equal(receiver.receipts.duplicates("traces"), 20 * again);
      });
    }
  }
});

describe("an end with a working Collector", { concurrency: 4 }, () => {
  test("a thread that is terminated when its spans have arrived sends none twice", async (t) => {
    const receiver = await startReceiver();
    t.after(() => receiver.down());
    const run = await endAgainst(way("worker-wait-long"), receiver.url, soon);
    expectAllArrived(receiver, 20);
    assert.equal(receiver.receipts.duplicates("traces"), 0);
    assert.deepEqual(run.lines, []);
  });
  for (const protocol of protocols) {
    test(`by ${protocol}, an answer that is on its way is waited for at a natural end`, async (t) => {
      const receiver = await startReceiver({ protocol: protocolOf(protocol) });
      t.after(() => receiver.down());
      receiver.behave({ kind: "slow", afterMs: 300 }, { kind: "ok" });
      const env = { OTEL_BSP_SCHEDULE_DELAY: "600", OTEL_EXPORTER_OTLP_PROTOCOL: protocol };
      const run = await endAgainst(way("return-later"), receiver.url, env);
      expectInTime(run);
      expectAllArrived(receiver, 20);
      assert.equal(receiver.receipts.duplicates("traces"), 0);
      assert.deepEqual(run.lines, []);
    });
  }
});
