import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { formatToken, hasEnded, ownToken, parseToken, STALE_MS } from "./process-token.ts";
import { endedToken } from "./spool.test.helper.ts";

const own = ownToken();
const fresh = { own, silentMs: 0 };
const silent = { own, silentMs: STALE_MS + 1 };
const onlyLinux = {
  skip: process.platform !== "linux" && "skipped: only Linux tells when a process started",
};

test("a token survives being a file name, and nothing else is one", () => {
  assert.deepEqual(parseToken(formatToken(own)), own);
  for (const text of ["", "1-2", `${formatToken(own)}-1`, "x-1-00000000-0", "1-1-0000000g-0"]) {
    assert.equal(parseToken(text), undefined, text);
  }
});

test("this thread has not ended, however silent it is", () => {
  assert.equal(hasEnded(own, silent), false);
});

test("a process that was killed has ended at once", () => {
  assert.equal(hasEnded(endedToken(), fresh), true);
});

test("a process that has the number of a dead one is not taken for it", onlyLinux, () => {
  const { ppid } = process;
  assert.equal(hasEnded({ ...own, pid: ppid, start: "1" }, fresh), true);
  assert.equal(hasEnded({ ...own, start: "1" }, fresh), true);
});

test(
  "a process that runs has not ended, and one that nobody has buried has",
  onlyLinux,
  async (t) => {
    // The shell lets its child die and does not ask after it.
    const shell = spawn("sh", ["-c", "sleep 0.01 & echo $!; exec sleep 60"], { stdio: "pipe" });
    t.after(() => shell.kill("SIGKILL"));
    const [output] = await once(shell.stdout, "data");
    const pid = Number(String(output).trim());
    const { readFileSync } = await import("node:fs");
    const stateOf = (of: number): string | undefined =>
      / ([A-Z]) \d/.exec(readFileSync(`/proc/${of}/stat`, "utf8"))?.[1];
    const deadline = performance.now() + 5000;
    while (stateOf(pid) !== "Z") {
      assert.ok(performance.now() < deadline, "the child became no zombie");
      // oxlint-disable-next-line no-await-in-loop -- polls
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.equal(hasEnded({ ...own, pid, start: "0" }, fresh), true);
    assert.equal(hasEnded({ ...own, pid: shell.pid ?? 0, start: "0" }, fresh), false);
  },
);

test("of a process in another container only its silence tells", () => {
  const elsewhere = { ...endedToken(), space: "00000000" };
  assert.equal(hasEnded(elsewhere, fresh), false);
  assert.equal(hasEnded(elsewhere, silent), true);
});

test("of another thread of a living process only its silence tells", () => {
  const worker = { ...own, thread: own.thread + 1 };
  assert.equal(hasEnded(worker, fresh), false);
  assert.equal(hasEnded(worker, silent), true);
});
