import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { makeOnce } from "./folder.ts";

const cache = mkdtempSync(join(tmpdir(), "agent-otel-bench-test-"));
after(() => rmSync(cache, { recursive: true, force: true }));

async function fill(folder: string): Promise<void> {
  writeFileSync(join(folder, "file"), "first");
}

async function failHalfway(folder: string): Promise<void> {
  await fill(folder);
  throw new Error("no network");
}

test("makeOnce() fills a folder once", async () => {
  const folder = join(cache, "deep", "once");
  await makeOnce(folder, fill);
  await makeOnce(folder, () => Promise.reject(new Error("filled again")));
  assert.equal(readFileSync(join(folder, "file"), "utf8"), "first");
  assert.deepEqual(readdirSync(join(cache, "deep")), ["once"]);
});

test("makeOnce() leaves nothing when filling fails, so that the next run tries again", async () => {
  const folder = join(cache, "failed", "folder");
  await assert.rejects(makeOnce(folder, failHalfway), new Error("no network"));
  assert.deepEqual(readdirSync(join(cache, "failed")), []);
});

test("makeOnce() keeps what another run has made in the meantime", async () => {
  const folder = join(cache, "raced", "folder");
  await makeOnce(folder, async (partial) => {
    writeFileSync(join(partial, "file"), "second");
    mkdirSync(folder);
    await fill(folder);
  });
  assert.equal(readFileSync(join(folder, "file"), "utf8"), "first");
  assert.deepEqual(readdirSync(join(cache, "raced")), ["folder"]);
});
