import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { BATCH_SIZE, endOf, made, startCell } from "./cell.ts";
import { expectAll } from "./cell-expectations.ts";
import { readLines, type Told } from "./cell-lines.ts";
import type { Fault } from "./receiver.ts";
import { until } from "./until.ts";

const OUTAGE_MS = 5000;
/** Requests under way at a time. */
const PARALLEL = 4;
const PER_SECOND = 200;
const SECONDS = 6;

const items = { ...made, traces: PER_SECOND * SECONDS };
const env = {
  SPANS: String(items.traces),
  PER_SECOND: String(PER_SECOND),
  OTEL_BSP_SCHEDULE_DELAY: "100",
  OTEL_BLRP_SCHEDULE_DELAY: "100",
};

/** What an endpoint does while it is down, though its port is open. */
const closed: Readonly<Record<"grpc" | "http", Fault>> = {
  grpc: { kind: "code", code: 14, message: "no healthy upstream" },
  http: { kind: "status", status: 503 },
};

describe("5 s without an endpoint cost nothing", { concurrency: 4 }, () => {
  for (const protocol of ["http/protobuf", "grpc"] as const) {
    test(`${protocol}: it is down when the program starts`, async (t) => {
      const running = await startCell(t, { protocol, down: true, env });
      await pause(OUTAGE_MS);
      await running.receiver.up();
      const ended = await endOf(running);
      expectAll(ended, { items });
      expectOutage(readLines(ended));
    });

    test(`${protocol}: it goes down when the program is at work`, async (t) => {
      const running = await startCell(t, { protocol, env });
      const { receiver, program } = running;
      await until(() => receiver.seen.length >= 5, "five requests");
      await receiver.down();
      await program.line(/cannot export/);
      await pause(OUTAGE_MS);
      await receiver.up();
      const ended = await endOf(running);
      // What was under way when the connections ended may have been taken.
      expectAll(ended, { items, duplicates: PARALLEL * BATCH_SIZE });
      expectOutage(readLines(ended));
    });

    test(`${protocol}: a proxy before it has nobody to hand on to`, async (t) => {
      const fault = closed[protocol === "grpc" ? "grpc" : "http"];
      const running = await startCell(t, { protocol, faults: [fault], env });
      await pause(OUTAGE_MS);
      running.receiver.behave({ kind: "ok" });
      const ended = await endOf(running);
      expectAll(ended, { items });
      expectOutage(readLines(ended));
    });
  }
});

function expectOutage({ failures, recoveries, lasting, causes }: Told): void {
  // A connection that ends and one that is refused want different remedies, and are one outage.
  assert.ok(recoveries > 0 && recoveries <= failures.length);
  assert.equal(lasting, 0);
  assert.deepEqual(causes, []);
}
