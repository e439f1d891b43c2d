import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type BlackHole, openBlackHole } from "./black-hole.ts";
import { way } from "./exit-cells.ts";
import { endAgainst, expectAllArrived, expectAllTold, expectInTime } from "./exit-expectations.ts";
import { type Fault, startReceiver } from "./receiver.ts";

const protocols = ["http/protobuf", "grpc"] as const;

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
          const receiver = await startReceiver({ protocol: protocol === "grpc" ? "grpc" : "http" });
          t.after(() => receiver.down());
          receiver.behave(fault);
          const run = await endAgainst(way(mode), receiver.url, env);
          expectInTime(run);
          expectAllTold(run, 20);
        });
      }
      test(`by ${protocol} to a black hole: ${mode}`, async () => {
        const run = await endAgainst(way(mode), blackHole.url, env);
        expectInTime(run);
        expectAllTold(run, 20);
      });
      test(`by ${protocol}, and the answer is lost: ${mode}: the batch comes twice at most`, async (t) => {
        const receiver = await startReceiver({ protocol: protocol === "grpc" ? "grpc" : "http" });
        t.after(() => receiver.down());
        receiver.behave({ kind: "hang", stores: true }, { kind: "ok" });
        const run = await endAgainst(way(mode), receiver.url, env);
        expectInTime(run);
        expectAllArrived(receiver, 20);
        assert.ok(receiver.receipts.duplicates("traces") <= 20);
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
    for (const end of [way("exit"), way("return"), way("open-server", { signal: "SIGTERM" })]) {
      test(`by ${protocol}, before anything was sent: ${end.name}`, async (t) => {
        const receiver = await startReceiver({ protocol: protocol === "grpc" ? "grpc" : "http" });
        t.after(() => receiver.down());
        const run = await endAgainst(end, receiver.url, { OTEL_EXPORTER_OTLP_PROTOCOL: protocol });
        expectInTime(run);
        expectAllArrived(receiver, 20);
        assert.deepEqual(run.lines, []);
      });
    }
  }
});
