import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { identifyProcess, isRunning } from "./process-identity.ts";
import { stopProcess } from "./stop-process.ts";

/** A child that has said that it is set up. */
async function startChild(source: string): Promise<{ pid: number; ended: Promise<unknown[]> }> {
  const child = spawn(
    process.execPath,
    ["-e", `${source}; console.log("up"); setInterval(() => {}, 1000)`],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  await once(child.stdout, "data");
  const { pid } = child;
  assert.ok(pid !== undefined);
  return { pid, ended: once(child, "exit") };
}

test("isRunning() is true for a running process and false once it has ended", async () => {
  const { pid, ended } = await startChild("");
  const identity = identifyProcess(pid);
  assert.ok(identity);
  assert.equal(isRunning(identity), true);
  process.kill(pid, "SIGKILL");
  await ended;
  assert.equal(isRunning(identity), false);
  assert.equal(identifyProcess(pid), undefined);
});

test("stopProcess() leaves a process alone whose pid was given to it later", async () => {
  const { pid, ended } = await startChild("");
  const now = identifyProcess(pid);
  assert.ok(now);
  assert.equal(await stopProcess({ pid, started: "another boot/1" }), "not running");
  assert.equal(isRunning(now), true);
  assert.equal(await stopProcess(now), "ended");
  assert.deepEqual(await ended, [null, "SIGTERM"]);
});

test("stopProcess() kills a process that does not end within 2 s of SIGTERM", async () => {
  const { pid, ended } = await startChild(`process.on("SIGTERM", () => {})`);
  const identity = identifyProcess(pid);
  assert.ok(identity);
  const began = performance.now();
  assert.equal(await stopProcess(identity), "killed");
  assert.ok(performance.now() - began >= 1_900);
  assert.deepEqual(await ended, [null, "SIGKILL"]);
});
