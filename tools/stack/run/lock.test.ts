import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { test } from "node:test";
import { createTestFolder } from "../testing/fake-programs.ts";
import { withLock } from "./lock.ts";

const { signal } = new AbortController();

function unexpected(): void {
  assert.fail("nobody holds the lock");
}

test("withLock() lets a second holder wait for the first, and says so", async () => {
  const folder = createTestFolder();
  try {
    const file = join(folder.path, "lock");
    const order: string[] = [];
    const first = withLock(file, { signal, onWait: () => order.push("first waits") }, async () => {
      await new Promise((resolve) => setImmediate(resolve));
      order.push("first done");
    });
    const second = withLock(
      file,
      { signal, onWait: () => order.push("second waits") },
      async () => {
        order.push("second runs");
      },
    );
    await Promise.all([first, second]);
    assert.deepEqual(order, ["second waits", "first done", "second runs"]);
  } finally {
    folder.remove();
  }
});

test("withLock() gives the lock back when its work throws", async () => {
  const folder = createTestFolder();
  try {
    const file = join(folder.path, "lock");
    const failing = withLock(file, { signal, onWait: unexpected }, async () =>
      Promise.reject(new Error("no")),
    );
    await assert.rejects(failing, /^Error: no$/u);
    assert.equal(await withLock(file, { signal, onWait: unexpected }, async () => "yes"), "yes");
  } finally {
    folder.remove();
  }
});

test("withLock() gets the lock of a process that was killed with it", async () => {
  const folder = createTestFolder();
  try {
    const file = join(folder.path, "lock");
    const holder = folder.script(
      "holder.mjs",
      `import { withLock } from ${JSON.stringify(join(import.meta.dirname, "lock.ts"))};
       const { signal } = new AbortController();
       await withLock(process.argv[2], { signal, onWait() {} }, async () => {
         console.log("held");
         await new Promise((resolve) => setInterval(() => {}, 1000));
       });`,
    );
    const child = spawn(process.execPath, [holder, file], { stdio: ["ignore", "pipe", "inherit"] });
    await once(child.stdout, "data");
    let waited = false;
    const onWait = (): void => {
      waited = true;
      child.kill("SIGKILL");
    };
    assert.equal(
      await withLock(file, { signal, onWait, deadlineMs: 10_000 }, async () => "mine"),
      "mine",
    );
    assert.equal(waited, true);
  } finally {
    folder.remove();
  }
});

test("withLock() names a folder that cannot be made, and what to set", async () => {
  const folder = createTestFolder();
  try {
    const file = join(folder.script("not-a-folder", ""), "below/lock");
    await assert.rejects(
      withLock(file, { signal, onWait: unexpected }, async () => "never"),
      /^StackError: .*not-a-folder\/below cannot be written to \(.*Set XDG_CACHE_HOME/u,
    );
  } finally {
    folder.remove();
  }
});

test("withLock() stops waiting when it is aborted", async () => {
  const folder = createTestFolder();
  try {
    const file = join(folder.path, "lock");
    await withLock(file, { signal, onWait: () => {} }, async () => {
      const abort = new AbortController();
      const waiting = withLock(
        file,
        { signal: abort.signal, onWait: () => abort.abort() },
        async () => assert.fail("the lock is held"),
      );
      await assert.rejects(waiting, { name: "AbortError" });
    });
  } finally {
    folder.remove();
  }
});
