import assert from "node:assert/strict";
import {
  mkdirSync,
  promises,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { directoryName, takeLeftovers } from "./leftovers.ts";
import { ownToken } from "./process-token.ts";
import { unfinishedName } from "./segment-name.ts";
import {
  anotherThread,
  batchOf,
  emptyDirectory,
  endedToken,
  filesIn,
  leaveBehind,
  openRig,
  textOf,
  until,
} from "./spool.test.helper.ts";

const ROUND_MS = 15_000;

test("a process that runs on inherits from one that dies beside it", async (t) => {
  const directory = emptyDirectory(t);
  t.mock.timers.enable({ apis: ["setInterval"] });
  const { inherited } = openRig(t, { directory });
  await new Promise((resolve) => setImmediate(resolve));
  await leaveBehind(t, { directory }, "a");
  assert.deepEqual(inherited, []);
  await until(() => {
    // The first round may be under way still.
    t.mock.timers.tick(ROUND_MS);
    return inherited.length > 0;
  }, "inherited");
});

test("a process shows that it lives, for those who cannot see it", async (t) => {
  const directory = emptyDirectory(t);
  t.mock.timers.enable({ apis: ["setInterval"] });
  const { shelf } = openRig(t, { directory });
  await shelf.append(batchOf("a"));
  const own = dirname(filesIn(directory)[0] ?? "");
  utimesSync(own, 1000, 1000);
  await until(() => {
    t.mock.timers.tick(ROUND_MS);
    return Date.now() - statSync(own).mtimeMs < 60_000;
  }, "shown");
});

test("a process in another container that has been silent for a minute is taken for dead", async (t) => {
  const directory = emptyDirectory(t);
  const space = "00000000";
  const elsewhere = { ...ownToken(), space };
  await leaveBehind(t, { directory, token: elsewhere }, "a");
  const early = openRig(t, { directory });
  await new Promise((resolve) => setImmediate(resolve));
  await early.spool.close();
  assert.deepEqual(early.inherited, []);
  const silentSince = Date.now() / 1000 - 61;
  utimesSync(dirname(filesIn(directory)[0] ?? ""), silentSince, silentSince);
  const late = openRig(t, { directory });
  await until(() => late.inherited.length === 1, "inherited");
});

test("what another process has removed to make room is counted where it was made", async (t) => {
  const directory = emptyDirectory(t);
  t.mock.timers.enable({ apis: ["setInterval"] });
  const { shelf, evicted, busy } = openRig(t, { directory });
  const stored = [];
  for (const text of ["a", "b", "c", "d"]) {
    // oxlint-disable-next-line no-await-in-loop -- the order counts
    stored.push(await shelf.append(batchOf(text)));
  }
  const [a, b, c, d] = stored;
  assert.ok(a !== undefined && c !== undefined);
  busy.add(a);
  const other = openRig(t, { directory, maxBytes: 2 * 4096, token: anotherThread() });
  await until(() => filesIn(directory).length === 2, "removed");
  await until(() => {
    t.mock.timers.tick(ROUND_MS);
    return evicted.length > 0;
  }, "noticed");
  assert.deepEqual(evicted, [b]);
  assert.deepEqual([await textOf(shelf, c), await textOf(shelf, d)], ["c", "d"]);
  assert.deepEqual(other.evicted, []);
});

test("after somebody has cleared the directory everything goes on", async (t) => {
  const directory = emptyDirectory(t);
  t.mock.timers.enable({ apis: ["setInterval"] });
  const { shelf, lines, evicted } = openRig(t, { directory });
  await shelf.append(batchOf("a"));
  for (const name of readdirSync(directory)) rmSync(join(directory, name), { recursive: true });
  await until(() => {
    t.mock.timers.tick(ROUND_MS);
    return evicted.length > 0;
  }, "noticed");
  assert.equal(await textOf(shelf, await shelf.append(batchOf("b"))), "b");
  assert.deepEqual(lines, []);
});

const obstacles: Readonly<Record<string, (segment: string) => void>> = {
  "a directory with the name of an unfinished segment": (segment) =>
    mkdirSync(unfinishedName(segment, "s")),
  "a directory with the name of a segment": (segment) => {
    rmSync(segment);
    mkdirSync(segment);
  },
  "a file with the name of a process": (segment) => {
    writeFileSync(join(dirname(dirname(segment)), directoryName(endedToken())), "");
  },
};

for (const [what, put] of Object.entries(obstacles)) {
  test(`${what} holds nothing else back`, async (t) => {
    const directory = emptyDirectory(t);
    await leaveBehind(t, { directory }, "a", "b");
    await leaveBehind(t, { directory }, "c", "d");
    const [first = ""] = filesIn(directory);
    put(first);
    const expected = filesIn(directory).filter((path) => path.endsWith(".otlp")).length;
    const { shelf, lines, inherited } = openRig(t, { directory });
    await until(() => inherited.length === expected && lines.length > 0, "inherited");
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? "", /^1 entries of .* are no batches and are left alone: /);
    assert.equal(await textOf(shelf, await shelf.append(batchOf("e"))), "e");
  });
}

test("a directory that was taken over and cannot be read is read when it can be", async (t) => {
  const directory = emptyDirectory(t);
  await leaveBehind(t, { directory }, "a");
  const shelf = dirname(dirname(filesIn(directory)[0] ?? ""));
  const refused = new Error("EIO");
  const { readdir } = promises;
  let isRefused = true;
  t.mock.method(promises, "readdir", (...parameters: Parameters<typeof readdir>) =>
    isRefused && parameters[0] !== shelf ? Promise.reject(refused) : readdir(...parameters),
  );
  syncBuiltinESMExports();
  t.after(() => syncBuiltinESMExports());
  const own = ownToken();
  const { found, unread } = await takeLeftovers(shelf, { own, again: [] });
  assert.deepEqual([found.length, unread[0]?.error], [0, refused]);
  isRefused = false;
  const again = await takeLeftovers(shelf, { own, again: unread.map((each) => each.directory) });
  assert.deepEqual([again.found[0]?.names.length, again.unread.length], [1, 0]);
});
