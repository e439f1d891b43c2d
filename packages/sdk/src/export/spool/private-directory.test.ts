import assert from "node:assert/strict";
import { chmodSync, chownSync, lstatSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openPrivateDirectory, openSpoolRoot } from "./private-directory.ts";
import { emptyDirectory } from "./spool.test.helper.ts";

const own = `agent-otel-spool-${process.geteuid?.() ?? 0}`;
const onlyRoot = {
  skip: process.geteuid?.() !== 0 && "skipped: only root can give a directory away",
};
const STRANGER = 12_345;

test("the directory and the way to it are created for this user alone", (t) => {
  const directory = join(emptyDirectory(t), "a", "b");
  assert.equal(openSpoolRoot(directory, { create: true }), join(directory, own));
  for (const path of [join(directory, own), directory, join(directory, "..")]) {
    assert.equal(lstatSync(path).mode & 0o777, 0o700);
  }
});

test("without a directory nothing is created, and nothing found", (t) => {
  const directory = join(emptyDirectory(t), "a");
  assert.equal(openSpoolRoot(directory, { create: false }), undefined);
  assert.throws(() => lstatSync(directory), /ENOENT/);
});

test("a directory of ours that others could read is closed to them", (t) => {
  const path = join(emptyDirectory(t), "ours");
  mkdirSync(path);
  chmodSync(path, 0o777);
  openPrivateDirectory(path);
  assert.equal(lstatSync(path).mode & 0o777, 0o700);
});

test("a link in place of the directory, even to one of ours, is refused", (t) => {
  const directory = emptyDirectory(t);
  mkdirSync(join(directory, "elsewhere"));
  symlinkSync(join(directory, "elsewhere"), join(directory, own));
  assert.throws(() => openSpoolRoot(directory, { create: true }), /is no directory$/);
  assert.throws(() => openSpoolRoot(directory, { create: false }), /is no directory$/);
});

test("a file in place of the directory is refused", (t) => {
  const directory = emptyDirectory(t);
  writeFileSync(join(directory, own), "");
  assert.throws(() => openSpoolRoot(directory, { create: true }), /is no directory$/);
});

test("a directory that somebody else has put in place is refused", onlyRoot, (t) => {
  const directory = emptyDirectory(t);
  mkdirSync(join(directory, own), { mode: 0o777 });
  chownSync(join(directory, own), STRANGER, STRANGER);
  assert.throws(() => openSpoolRoot(directory, { create: true }), /belongs to another user$/);
});

test("a directory below somebody else's is refused", onlyRoot, (t) => {
  const directory = join(emptyDirectory(t), "theirs", "spool");
  mkdirSync(directory, { recursive: true });
  chownSync(join(directory, ".."), STRANGER, STRANGER);
  assert.throws(() => openSpoolRoot(directory, { create: true }), /belongs to another user$/);
});

test(
  "a way that is somebody else's link is refused, and the administrator's is taken",
  onlyRoot,
  async (t) => {
    const directory = emptyDirectory(t);
    mkdirSync(join(directory, "real"));
    const link = join(directory, "link");
    symlinkSync(join(directory, "real"), link);
    assert.equal(openSpoolRoot(link, { create: true }), join(directory, "real", own));
    const { lchownSync } = await import("node:fs");
    lchownSync(link, STRANGER, STRANGER);
    assert.throws(() => openSpoolRoot(link, { create: true }), /link belongs to another user$/);
  },
);
