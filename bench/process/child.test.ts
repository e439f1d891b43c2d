import assert from "node:assert/strict";
import { test } from "node:test";
import { startChild } from "./child.ts";

const signal = new AbortController().signal;

const ready = "process.send({ ready: 7 });";
const echo = `process.on("message", ({ id, command, options }) => {
  if (command === "fail") process.send({ id, error: "no such thing" });
  else if (command === "crash") { console.error("last words"); process.exit(3); }
  else if (command === "echo") process.send({ id, result: options });
});`;

function start(source: string, interrupt = signal) {
  return startChild({
    name: "child",
    args: ["--eval", source],
    cwd: import.meta.dirname,
    env: {},
    signal: interrupt,
  });
}

test("a child is ready when it says so, and answers each question by itself", async () => {
  const child = await start(echo + ready);
  try {
    assert.equal(child.ready, 7);
    const answers = [1, 2, 3].map((number) => child.ask("echo", { options: { number } }));
    assert.deepEqual(await Promise.all(answers), [{ number: 1 }, { number: 2 }, { number: 3 }]);
    await assert.rejects(child.ask("fail"), new Error("child: no such thing"));
    assert.deepEqual(await child.ask("echo", { options: {} }), {});
  } finally {
    await child.stop();
  }
});

test("a child that ends before it is ready is told with what it said", async () => {
  await assert.rejects(
    start('console.log("no port"); process.exitCode = 5;'),
    new Error("child ended unexpectedly (exit code 5)\nno port"),
  );
});

test("a question to a child that crashes, or has crashed, is answered with its last words", async () => {
  const child = await start(echo + ready);
  await assert.rejects(
    child.ask("crash"),
    new Error("child ended unexpectedly (exit code 3)\nlast words"),
  );
  await assert.rejects(child.ask("echo"), new Error("child is gone\nlast words"));
  await child.stop();
});

test("a child that does not answer in time is told", async () => {
  const child = await start(echo + ready);
  try {
    await assert.rejects(
      child.ask("nothing", { timeoutMs: 20 }),
      new Error('child did not answer "nothing" within 20 ms'),
    );
  } finally {
    await child.stop();
  }
});

test("an interrupt ends a child and whatever it was asked; none is started after it", async () => {
  const interrupt = new AbortController();
  const child = await start(echo + ready, interrupt.signal);
  const asked = child.ask("nothing");
  const reason = new Error("Interrupted.");
  interrupt.abort(reason);
  await assert.rejects(asked, reason);
  await child.stop();
  assert.throws(() => process.kill(child.pid, 0), { code: "ESRCH" });
  await assert.rejects(start(ready, interrupt.signal), reason);
});
