import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { readStart } from "./read-start.ts";

const root = mkdtempSync(join(tmpdir(), "agent-otel-read-"));
after(() => rmSync(root, { recursive: true }));

test("readStart() reads up to the limit, of files without an end too", () => {
  const path = join(root, "file");
  writeFileSync(path, "héllo");
  assert.equal(readStart(path, 100), "héllo");
  assert.equal(readStart(path, 4), "hél");
  assert.equal(readStart("/dev/zero", 3), "\0\0\0");
});

test("readStart() reads files of /proc, which have no size", { skip: notLinux() }, () => {
  assert.match(readStart("/proc/self/status", 65_536) ?? "", /^Name:/);
});

test("readStart() gives nothing for what cannot be read, and does not wait for a pipe", () => {
  const pipe = join(root, "pipe");
  execFileSync("mkfifo", [pipe]);
  assert.equal(readStart(join(root, "absent"), 100), undefined);
  assert.equal(readStart(root, 100), undefined);
  assert.equal(readStart("bad\0path", 100), undefined);
  assert.equal(readStart(pipe, 100), "");
});

function notLinux(): string | false {
  return process.platform === "linux" ? false : "skipped: only Linux has /proc";
}
