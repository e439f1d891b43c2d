import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { poll } from "../../tools/stack/run/poll.ts";
import { environment, protocolOf, protocols } from "./exit-expectations.ts";
import { type Program, startProgram } from "./program.ts";
import { receiverFor } from "./receiver-client.ts";
import type { Receiver } from "./receiver.ts";

const SOURCE = "exit-timing-source.mjs";

/** A batch leaves 300 ms after its first span, and a busy machine adds something. */
const MOST_LOST_MS = 500;

/** Each span that was finished by then has arrived. */
function expectDue({ receipts }: Receiver, { output }: Program, lastTurnAt: number): void {
  const arrived = new Set(receipts.numbers("traces"));
  const made = output.map((line) => line.split(" ").map(Number));
  const due = made.filter(([, at = Infinity]) => at <= lastTurnAt - MOST_LOST_MS);
  assert.ok(due.length > 50, `${due.length} spans were due`);
  assert.deepEqual(
    due.filter(([number = 0]) => !arrived.has(number)),
    [],
  );
}

describe("with a working Collector no span is lost that was finished 500 ms before", () => {
  for (const protocol of protocols) {
    const usual = { OTEL_BSP_SCHEDULE_DELAY: "", OTEL_EXPORTER_OTLP_PROTOCOL: protocol };

    test(`kill -9, by ${protocol}`, async (t) => {
      const receiver = await receiverFor(t, { protocol: protocolOf(protocol) });
      const env = { ...environment(receiver.url), ...usual, MODE: "stream" };
      const program = startProgram(env, SOURCE);
      await poll(() => receiver.receipts.numbers("traces").find((number) => number > 150), {
        everyMs: 20,
        deadlineMs: 15_000,
      });
      const killedAt = Date.now();
      program.kill("SIGKILL");
      assert.deepEqual(await program.exit, { code: null, signal: "SIGKILL" });
      expectDue(receiver, program, killedAt);
    });

    // What was finished in the turns before is under way by then; what came in the last turns cannot be.
    test(`kill -9 while the event loop stands still: 500 ms before it did, by ${protocol}`, async (t) => {
      const receiver = await receiverFor(t, { protocol: protocolOf(protocol) });
      const env = { ...environment(receiver.url), ...usual, MODE: "stream-then-block" };
      const program = startProgram(env, SOURCE);
      await program.ready;
      await pause(3000);
      program.kill("SIGKILL");
      assert.deepEqual(await program.exit, { code: null, signal: "SIGKILL" });
      expectDue(receiver, program, lastTurnOf(program));
    });

    test(`abort(), by ${protocol}`, async (t) => {
      const receiver = await receiverFor(t, { protocol: protocolOf(protocol) });
      const env = { ...environment(receiver.url), ...usual, MODE: "stream-then-abort" };
      const program = startProgram(env, SOURCE);
      assert.deepEqual(await program.exit, { code: null, signal: "SIGABRT" });
      expectDue(receiver, program, lastTurnOf(program));
    });

    test(`out of memory, by ${protocol}`, async (t) => {
      const receiver = await receiverFor(t, { protocol: protocolOf(protocol) });
      const env = { ...environment(receiver.url), ...usual, MODE: "stream-then-use-all-memory" };
      const program = startProgram({ ...env, NODE_OPTIONS: "--max-old-space-size=100" }, SOURCE);
      assert.deepEqual(await program.exit, { code: null, signal: "SIGABRT" });
      expectDue(receiver, program, lastTurnOf(program));
    });
  }
});

function lastTurnOf({ output }: Program): number {
  return Number(output.at(-1)?.split(" ")[1]);
}
