import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { createKeptListeners } from "./kept-listeners.ts";
import { type SignalWatch, watchDeadlySignals } from "./signal-watch.ts";

const heard: string[] = [];
const watch: SignalWatch = watchDeadlySignals({
  kept: createKeptListeners(),
  onSignal: (signal) => void heard.push(signal),
});

/** What has been heard since the last call. */
function news(): readonly string[] {
  return heard.splice(0);
}

/** Lets what was put off until after this turn happen. */
function turn(): Promise<void> {
  return Promise.resolve();
}

function noop(): void {}

test("a signal that nobody listens to is heard", () => {
  process.emit("SIGTERM", "SIGTERM");
  assert.deepEqual(news(), ["SIGTERM"]);
});

test("a signal that the application listens to is its own: we are not among the listeners", async () => {
  process.on("SIGTERM", noop);
  await turn();
  assert.deepEqual(process.listeners("SIGTERM"), [noop]);
  process.emit("SIGTERM", "SIGTERM");
  assert.deepEqual(news(), []);
  process.off("SIGTERM", noop);
  assert.equal(process.listenerCount("SIGTERM"), 1);
  process.emit("SIGTERM", "SIGTERM");
  assert.deepEqual(news(), ["SIGTERM"]);
});

test("a listener of the same turn counts already", () => {
  process.on("SIGINT", noop);
  process.emit("SIGINT", "SIGINT");
  process.off("SIGINT", noop);
  assert.deepEqual(news(), []);
});

test("a signal that was handled by a listener for once is not heard too, but the next one is", async () => {
  process.prependOnceListener("SIGHUP", noop);
  await turn();
  process.emit("SIGHUP", "SIGHUP");
  assert.deepEqual(news(), []);
  process.emit("SIGHUP", "SIGHUP");
  assert.deepEqual(news(), ["SIGHUP"]);
});

test("when the application takes all its listeners away, the signal would end the process: it is heard", async () => {
  process.on("SIGINT", noop).on("SIGINT", () => {});
  await turn();
  process.removeAllListeners("SIGINT");
  process.emit("SIGINT", "SIGINT");
  assert.deepEqual(news(), ["SIGINT"]);
});

test("die() leaves the signal to its default, and goes on if the process does", (t: TestContext) => {
  const seen: number[] = [];
  t.mock.method(process, "kill", (pid: number, signal: string) => {
    assert.equal(pid, process.pid);
    assert.equal(signal, "SIGTERM");
    seen.push(process.listenerCount("SIGTERM"));
    return true;
  });
  watch.die("SIGTERM");
  assert.deepEqual(seen, [0]);
  process.emit("SIGTERM", "SIGTERM");
  assert.deepEqual(news(), ["SIGTERM"]);
});

test("when it is not to listen no signal has a listener of ours, whatever the application removes", async () => {
  watch.listen(false);
  process.on("SIGINT", noop);
  process.off("SIGINT", noop);
  await turn();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
    assert.equal(process.listenerCount(signal), 0);
  watch.listen(true);
  process.emit("SIGINT", "SIGINT");
  assert.deepEqual(news(), ["SIGINT"]);
});

test("ours comes back when it is removed with all others, also by name alone", async () => {
  process.removeAllListeners("SIGTERM");
  await turn();
  process.emit("SIGTERM", "SIGTERM");
  assert.deepEqual(news(), ["SIGTERM"]);
});
