import assert from "node:assert/strict";
import { test } from "node:test";
import { environment } from "./exit-expectations.ts";
import { startProgram } from "./program.ts";
import { receiverFor } from "./receiver-client.ts";

const SOURCE = "exit-timing-source.mjs";

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

test("flush() and another shutdown() keep their own time while a shutdown waits", async (t) => {
  const receiver = await receiverFor(t);
  receiver.behave({ kind: "hang" });
  const env = { ...environment(receiver.url), AGENT_OTEL_SHUTDOWN_TIMEOUT: "1500" };
  const program = startProgram({ ...env, MODE: "flush-during-shutdown" }, SOURCE);
  assert.deepEqual(await program.exit, { code: 0, signal: null });
  const took = (what: string): number =>
    Number(
      new RegExp(String.raw`^${what} took (\d+) ms$`, "m").exec(program.output.join("\n"))?.[1],
    );
  for (const what of ["flush", "shutdown again"])
    assert.ok(took(what) >= 190 && took(what) < 700, `${what} took ${took(what)} ms`);
  assert.ok(took("shutdown") > 1300 && took("shutdown") <= 1600, `${took("shutdown")} ms`);
});

test("a patience that is odd neither throws nor warns, and an endless one delivers", async (t) => {
  const receiver = await receiverFor(t);
  const env = { ...environment(receiver.url), MODE: "odd-patience" };
  const program = startProgram(env, SOURCE);
  assert.deepEqual(await program.exit, { code: 0, signal: null });
  assert.deepEqual(program.output.slice(0, 3), [
    "flush 1: delivered 1",
    "flush 2: delivered 2",
    "flush 3: delivered 3",
  ]);
  assert.deepEqual(program.lines, []);
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
