import assert from "node:assert/strict";
import { test } from "node:test";
import { poll } from "../../tools/stack/run/poll.ts";
import { environment } from "./exit-expectations.ts";
import { startProgram } from "./program.ts";
import { receiverFor } from "./receiver-client.ts";

const SOURCE = "exit-timing-source.mjs";

/** A batch leaves 300 ms after its first span, and a busy machine adds something. */
const MOST_LOST_MS = 500;

test("kill -9 with a working Collector loses no span that was finished 500 ms before", async (t) => {
  const receiver = await receiverFor(t);
  const env = { ...environment(receiver.url), OTEL_BSP_SCHEDULE_DELAY: "", MODE: "stream" };
  const program = startProgram(env, SOURCE);
  await poll(() => receiver.receipts.numbers("traces").find((number) => number > 150), {
    everyMs: 20,
    deadlineMs: 15_000,
  });
  const killedAt = Date.now();
  program.kill("SIGKILL");
  assert.deepEqual(await program.exit, { code: null, signal: "SIGKILL" });
  const arrived = new Set(receiver.receipts.numbers("traces"));
  const made = program.output.map((line) => line.split(" ").map(Number));
  const due = made.filter(([, at = Infinity]) => at <= killedAt - MOST_LOST_MS);
  assert.ok(due.length > 50, `${due.length} spans were due`);
  assert.deepEqual(
    due.filter(([number = 0]) => !arrived.has(number)),
    [],
  );
});

test("flush() waits for a batch that is under way", async (t) => {
  const receiver = await receiverFor(t);
  receiver.behave({ kind: "status", status: 503, headers: { "retry-after": "1" } }, { kind: "ok" });
  const env = { ...environment(receiver.url), OTEL_BSP_SCHEDULE_DELAY: "0" };
  const program = startProgram({ ...env, MODE: "flush-under-way" }, SOURCE);
  assert.deepEqual(await program.exit, { code: 0, signal: null });
  assert.ok(program.output.includes("delivered 1"), program.output.join("\n"));
});

test("flush() ends in its time, and holds no process afterwards", async (t) => {
  const receiver = await receiverFor(t);
  receiver.behave({ kind: "hang" });
  const env = { ...environment(receiver.url), AGENT_OTEL_SHUTDOWN_TIMEOUT: "500" };
  const startedAt = Date.now();
  const program = startProgram({ ...env, MODE: "flush" }, SOURCE);
  assert.deepEqual(await program.exit, { code: 0, signal: null });
  const flushedAfter = Number(/^flushed after (\d+) ms$/.exec(program.output[0] ?? "")?.[1]);
  assert.ok(flushedAfter >= 290 && flushedAfter < 800, `${flushedAfter} ms`);
  assert.ok(Date.now() - startedAt < 5000, "something held the process");
});

test("shutdown() can be called twice, ends in its time, rejects never, and what follows is counted", async (t) => {
  const receiver = await receiverFor(t);
  receiver.behave({ kind: "hang" });
  const env = { ...environment(receiver.url), MODE: "shutdown-twice" };
  const program = startProgram(env, SOURCE);
  assert.deepEqual(await program.exit, { code: 0, signal: null });
  assert.equal(program.output[0], "shut down undefined undefined");
  assert.match(program.lines.join("\n"), /lost: 1 span\./);
});

test("with nothing to send, nothing is connected and nothing waits", async (t) => {
  const receiver = await receiverFor(t);
  const program = startProgram({ ...environment(receiver.url), MODE: "idle" }, SOURCE);
  assert.deepEqual(await program.exit, { code: 0, signal: null });
  const finishedAt = Number(/^finished at (\d+)$/.exec(program.output.at(-1) ?? "")?.[1]);
  const delayMs = Date.now() - finishedAt;
  assert.ok(delayMs < 300, `the end took ${delayMs} ms`);
  assert.deepEqual([receiver.connections, receiver.seen.length], [0, 0]);
  assert.deepEqual(program.lines, []);
});
