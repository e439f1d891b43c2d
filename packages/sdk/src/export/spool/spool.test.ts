// oxlint-disable no-await-in-loop -- the order of writing counts
import assert from "node:assert/strict";
import { existsSync, lstatSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { test } from "node:test";
import {
  batchOf,
  emptyDirectory,
  endpoint,
  filesIn,
  leaveBehind,
  openRig,
  textOf,
  until,
} from "./spool.test.helper.ts";

test("a batch comes back as it was, and is gone when it is removed", async (t) => {
  const directory = emptyDirectory(t);
  const { shelf, spool, lines } = openRig(t, { directory });
  const batch = batchOf('{"resourceSpans":[]}', 7);
  const stored = await shelf.append(batch);
  assert.ok(stored !== undefined);
  const { signal, items, bytes, contentType } = stored;
  assert.deepEqual(
    { signal, items, bytes, contentType },
    { signal: "traces", items: 7, bytes: 20, contentType: "application/json" },
  );
  assert.equal(await textOf(shelf, stored), '{"resourceSpans":[]}');
  shelf.remove(stored);
  await spool.close();
  assert.deepEqual(filesIn(directory), []);
  assert.deepEqual(lines, []);
});

test("nothing is created on disk before the first batch", async (t) => {
  const directory = `${emptyDirectory(t)}/new`;
  const { spool } = openRig(t, { directory });
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  await spool.close();
  assert.equal(existsSync(directory), false);
});

test("directories have mode 0700, files 0600, and none says where batches go", async (t) => {
  const directory = emptyDirectory(t);
  const { shelf } = openRig(t, { directory });
  await shelf.append(batchOf("{}"));
  shelf.appendSync(batchOf("{ }"));
  const files = filesIn(directory);
  assert.equal(files.length, 2);
  for (const file of files) {
    assert.equal(lstatSync(file).mode & 0o777, 0o600);
    assert.doesNotMatch(file + readFileSync(file, "latin1"), /collector\.test|shop/);
    for (let path = dirname(file); path !== directory; path = dirname(path)) {
      assert.equal(lstatSync(path).mode & 0o777, 0o700, path);
    }
  }
});

test("what a dead process has left is inherited, the oldest first, by one process only", async (t) => {
  const directory = emptyDirectory(t);
  await leaveBehind(t, { directory }, "first", "second", "third");
  const rigs = [1, 2, 3].map(() => openRig(t, { directory }));
  const found = (): number => rigs.reduce((sum, { inherited }) => sum + inherited.length, 0);
  await until(() => found() >= 3, "inherited");
  const heir = rigs.find(({ inherited }) => inherited.length > 0);
  assert.ok(heir !== undefined);
  const texts: string[] = [];
  for (const stored of heir.inherited) texts.push(await textOf(heir.shelf, stored));
  assert.deepEqual(texts, ["first", "second", "third"]);
  for (const stored of heir.inherited) heir.shelf.remove(stored);
  await Promise.all(rigs.map(({ spool }) => spool.close()));
  assert.equal(found(), 3);
  assert.deepEqual(filesIn(directory), []);
});

test("what a living process has is left to it", async (t) => {
  const directory = emptyDirectory(t);
  const { shelf } = openRig(t, { directory });
  const stored = await shelf.append(batchOf("mine"));
  const other = openRig(t, { directory });
  await other.shelf.append(batchOf("yours"));
  await other.spool.close();
  assert.deepEqual(other.inherited, []);
  assert.equal(await textOf(shelf, stored), "mine");
});

test("another service, and another endpoint, inherits nothing", async (t) => {
  const directory = emptyDirectory(t);
  await leaveBehind(t, { directory }, "secret");
  const others = [
    openRig(t, { directory, service: "other" }),
    openRig(t, { directory, at: { ...endpoint, url: "http://elsewhere.test/v1/traces" } }),
    openRig(t, { directory, at: { ...endpoint, signal: "logs" } }),
  ];
  const heir = openRig(t, { directory });
  await until(() => heir.inherited.length > 0, "inherited");
  await Promise.all(others.map(({ spool }) => spool.close()));
  assert.deepEqual(
    others.flatMap(({ inherited }) => inherited),
    [],
  );
});

test("a directory that cannot be written is one line, and the batch stays where it is", async (t) => {
  const directory = `${emptyDirectory(t)}/file`;
  writeFileSync(directory, "");
  const { shelf, lines } = openRig(t, { directory });
  assert.equal(await shelf.append(batchOf("a")), undefined);
  assert.equal(await shelf.append(batchOf("b")), undefined);
  assert.equal(shelf.appendSync(batchOf("c")), undefined);
  assert.equal(lines.length, 1);
  assert.match(lines[0] ?? "", /^the spool in .* is of no use: .*waits in memory/);
});

test("after a pause a directory that was mended is used again", async (t) => {
  const directory = `${emptyDirectory(t)}/file`;
  writeFileSync(directory, "");
  let time = 0;
  const { shelf } = openRig(t, { directory, now: () => time });
  assert.equal(await shelf.append(batchOf("a")), undefined);
  const { rmSync } = await import("node:fs");
  rmSync(directory);
  assert.equal(
    await shelf.append(batchOf("b")),
    undefined,
    "a full disk is not asked for each batch",
  );
  time = 30_000;
  assert.equal(await textOf(shelf, await shelf.append(batchOf("c"))), "c");
});

test("when somebody clears the directory the next batch gets another, and the lost one is told", async (t) => {
  const directory = emptyDirectory(t);
  let time = 0;
  const { shelf, lines } = openRig(t, { directory, now: () => time });
  const stored = await shelf.append(batchOf("a"));
  const { rmSync } = await import("node:fs");
  for (const name of readdirSync(directory)) rmSync(`${directory}/${name}`, { recursive: true });
  assert.equal(await textOf(shelf, stored), "(unreadable)");
  assert.match(lines[0] ?? "", /^batches of this process are gone from the spool in /);
  assert.equal(await shelf.append(batchOf("b")), undefined);
  time = 30_000;
  assert.equal(await textOf(shelf, await shelf.append(batchOf("c"))), "c");
});

test("the end of the process finishes what was being written and removed, without another event", async (t) => {
  const directory = emptyDirectory(t);
  const { shelf, spool } = openRig(t, { directory });
  const removed = await shelf.append(batchOf("a"));
  const batch = batchOf("b");
  const appending = shelf.append(batch);
  const stored = shelf.appendSync(batch);
  if (removed !== undefined) shelf.remove(removed);
  spool.closeSync();
  assert.equal(filesIn(directory).filter((file) => file.endsWith(".otlp")).length, 1);
  assert.equal(await appending, stored, "it is one batch, not two");
  assert.equal(await textOf(shelf, stored), "b");
});
