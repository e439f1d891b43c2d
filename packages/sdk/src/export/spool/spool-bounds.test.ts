// oxlint-disable no-await-in-loop -- the order of writing counts
import assert from "node:assert/strict";
import { test } from "node:test";
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

test("when there is no room the oldest go first, but none that is under way", async (t) => {
  const directory = emptyDirectory(t);
  await leaveBehind(t, { directory }, "a");
  const { shelf, inherited, evicted, busy } = openRig(t, { directory, maxBytes: 4 * 4096 });
  await until(() => inherited.length > 0, "inherited");
  const own = [];
  for (const text of ["b", "c", "d"]) own.push(await shelf.append(batchOf(text)));
  assert.deepEqual(evicted, []);
  const [b, c] = own;
  assert.ok(b !== undefined && c !== undefined);
  busy.add(b);
  await shelf.append(batchOf("e"));
  await shelf.append(batchOf("f"));
  assert.deepEqual(evicted, [inherited[0], c]);
  assert.equal(await textOf(shelf, b), "b");
  await until(() => filesIn(directory).length === 4, "removed");
});

test("a smaller limit than before removes what is too much", async (t) => {
  const directory = emptyDirectory(t);
  await leaveBehind(t, { directory }, "a", "b", "c", "d");
  const { inherited, evicted } = openRig(t, { directory, maxBytes: 2 * 4096 });
  await until(() => evicted.length > 0, "evicted");
  assert.deepEqual(evicted, inherited.slice(0, 2));
});

test("what is too large for the spool costs nobody anything", async (t) => {
  const directory = emptyDirectory(t);
  const { shelf, lines, evicted } = openRig(t, { directory, maxBytes: 4096 });
  const stored = await shelf.append(batchOf("a"));
  assert.equal(await shelf.append(batchOf("b".repeat(4096))), undefined);
  assert.equal(shelf.appendSync(batchOf("c")), undefined, "for a while nothing is tried");
  assert.deepEqual(lines, [
    `the spool in ${directory} has no room for so large a batch, or all of it is being sent. What cannot be delivered waits in memory; raise AGENT_OTEL_SPOOL_MAX_BYTES.`,
  ]);
  assert.deepEqual(evicted, []);
  assert.equal(await textOf(shelf, stored), "a");
});

for (const [who, token] of [
  ["runs", anotherThread()],
  ["has ended", endedToken()],
] as const) {
  test(`the oldest go first also when another service has them that ${who}`, async (t) => {
    const directory = emptyDirectory(t);
    const other = openRig(t, { directory, service: "other", token });
    for (const text of ["a", "b", "c"]) await other.shelf.append(batchOf(text));
    const { shelf, spool, lines, evicted } = openRig(t, { directory, maxBytes: 4 * 4096 });
    const own = [];
    for (const text of ["d", "e", "f"]) own.push(await shelf.append(batchOf(text)));
    await spool.close();
    assert.equal(filesIn(directory).length, 4);
    assert.deepEqual(evicted, []);
    for (const [index, stored] of own.entries())
      assert.equal(await textOf(shelf, stored), "def"[index]);
    assert.deepEqual(lines, [
      `the spool in ${directory} is full: 2 spans, metric points or log records are lost that other processes had left there, the oldest ones.`,
    ]);
  });
}

test("at the end of the process, too, the oldest go first, whosever they are", async (t) => {
  const directory = emptyDirectory(t);
  const other = openRig(t, { directory, token: anotherThread() });
  for (const text of ["a", "b", "c"]) await other.shelf.append(batchOf(text));
  const { shelf, spool, evicted } = openRig(t, { directory, maxBytes: 4 * 4096 });
  const own = ["d", "e", "f"].map((text) => shelf.appendSync(batchOf(text)));
  spool.closeSync();
  assert.equal(filesIn(directory).length, 4);
  assert.deepEqual(evicted, []);
  assert.equal(await textOf(shelf, own[0]), "d");
});

test("a small limit costs other services nothing as long as there is room", async (t) => {
  const directory = emptyDirectory(t);
  await leaveBehind(t, { directory, service: "other" }, "a", "b");
  const { shelf, spool, lines } = openRig(t, { directory, maxBytes: 4 * 4096 });
  await shelf.append(batchOf("c"));
  await spool.close();
  assert.equal(filesIn(directory).length, 3);
  assert.deepEqual(lines, []);
});

test("what several processes have left is inherited, and given up, in the order of its age", async (t) => {
  const directory = emptyDirectory(t);
  const rigs = [1, 2, 3].map(() => openRig(t, { directory, token: endedToken() }));
  // They look about before there is anything to inherit from each other.
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  const texts = Array.from({ length: 9 }, (_, index) => String(index));
  for (const [index, text] of texts.entries()) {
    await rigs[(index * 2) % 3]?.shelf.append(batchOf(text));
    // Of one millisecond nobody knows the order.
    const now = Date.now();
    while (Date.now() === now) await new Promise((resolve) => setImmediate(resolve));
  }
  const heir = openRig(t, { directory, maxBytes: 6 * 4096 });
  await until(() => heir.evicted.length === 3, "evicted");
  assert.deepEqual(heir.evicted, heir.inherited.slice(0, 3));
  const read = [];
  for (const stored of heir.inherited.slice(3)) read.push(await textOf(heir.shelf, stored));
  assert.deepEqual(read, texts.slice(3));
});
