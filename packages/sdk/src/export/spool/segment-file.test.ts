import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chownSync,
  copyFileSync,
  readFileSync,
  renameSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readSegment, writeSegment, writeSegmentSync } from "./segment-file.ts";
import {
  formatSegmentName,
  isUnfinishedName,
  parseSegmentName,
  unfinishedName,
} from "./segment-name.ts";
import { emptyDirectory, filesIn } from "./spool.test.helper.ts";

const request = Buffer.from("0123456789");
const facts = {
  writtenAt: 1_763_700_000_000,
  count: 12,
  signal: "logs",
  contentType: "application/x-protobuf",
  items: 3,
  bytes: request.length,
} as const;
const name = formatSegmentName(facts);

test("a name says everything but the request", () => {
  assert.equal(name, "01763700000000-000000012.logs.pb.3.10.otlp");
  assert.deepEqual(parseSegmentName(name), facts);
  for (const foreign of [
    "",
    "notes.txt",
    `${name}.bak`,
    name.replace(".3.", ".0."),
    name.replace("logs", "profiles"),
    name.replace(".3.", ".03."),
    `../${name}`,
  ]) {
    assert.equal(parseSegmentName(foreign), undefined, foreign);
  }
  assert.equal(isUnfinishedName(unfinishedName(name, "a")), true);
  assert.equal(isUnfinishedName("notes.otlp.part"), false);
});

test("what was written is read, at once or not", async (t) => {
  const directory = emptyDirectory(t);
  const path = join(directory, name);
  await writeSegment(path, [request.subarray(0, 4), request.subarray(4)]);
  assert.deepEqual(Buffer.from(await readSegment(path)), request);
  writeSegmentSync(path, [request]);
  assert.deepEqual(Buffer.from(await readSegment(path)), request);
  assert.deepEqual(filesIn(directory), [path]);
});

const damages: Readonly<Record<string, [(path: string) => void, RegExp]>> = {
  "one bit changed": [
    (path) => {
      const file = readFileSync(path);
      file.writeUInt8(file.readUInt8(15) ^ 1, 15);
      writeFileSync(path, file);
    },
    /its checksum is wrong/,
  ],
  "cut off": [
    (path) => truncateSync(path, 15),
    /it has 15 bytes, and not as many as its name says/,
  ],
  "empty, as after a loss of power": [(path) => truncateSync(path, 0), /it has 0 bytes/],
  longer: [(path) => writeFileSync(path, "x", { flag: "a" }), /it has 23 bytes/],
  "something else of that length": [
    (path) => writeFileSync(path, "x".repeat(22)),
    /it is no segment/,
  ],
  "a link to a good one": [
    (path) => {
      renameSync(path, `${path}.real`);
      symlinkSync(`${path}.real`, path);
    },
    /ELOOP/,
  ],
  "a named pipe": [
    (path) => {
      renameSync(path, `${path}.real`);
      spawnSync("mkfifo", [path]);
    },
    /it is no regular file/,
  ],
  gone: [(path) => renameSync(path, `${path}.real`), /ENOENT/],
};

for (const [what, [damage, message]] of Object.entries(damages)) {
  test(`a segment that is ${what} is not read`, async (t) => {
    const path = join(emptyDirectory(t), name);
    await writeSegment(path, [request]);
    damage(path);
    await assert.rejects(readSegment(path), message);
  });
}

test("a segment under another name is not read", async (t) => {
  const path = join(emptyDirectory(t), name);
  await writeSegment(path, [request]);
  const other = path.replace(".3.10.", ".4.10.");
  copyFileSync(path, other);
  await assert.rejects(readSegment(other), /its checksum is wrong/);
});

test(
  "a segment of another user is not read",
  { skip: process.geteuid?.() !== 0 && "skipped: only root can give a file away" },
  async (t) => {
    const path = join(emptyDirectory(t), name);
    await writeSegment(path, [request]);
    chownSync(path, 12_345, 12_345);
    await assert.rejects(readSegment(path), /it belongs to another user/);
  },
);

test("a name that is taken is not written through", async (t) => {
  const directory = emptyDirectory(t);
  const path = join(directory, name);
  const precious = join(directory, "precious");
  writeFileSync(precious, "precious");
  symlinkSync(precious, join(directory, unfinishedName(name, "a")));
  symlinkSync(precious, join(directory, unfinishedName(name, "s")));
  await assert.rejects(writeSegment(path, [request]), /EEXIST/);
  assert.throws(() => writeSegmentSync(path, [request]), /EEXIST/);
  assert.equal(readFileSync(precious, "utf8"), "precious");
});
