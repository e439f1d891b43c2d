import assert from "node:assert/strict";
import { test } from "node:test";
import {
  assertNoSecrets,
  itemsIn,
  madeBy,
  segmentsIn,
  spoolRig,
  until,
  upTo,
} from "./spool-rig.ts";

/** What a crash may cost. */
const MOST_LOST_MS = 200;

test("kill -9 with a healthy Collector loses at most the last 200 ms, and repeats nothing", async (t) => {
  const { receiver, start, directory } = await spoolRig(t);
  const program = start();
  await until(() => madeBy(program) >= 300, "made");
  program.kill("SIGKILL");
  await program.exit;
  const kept = madeBy(program, MOST_LOST_MS);
  assert.ok(kept >= 100);
  await until(() => receiver.receipts.numbers("traces").length >= kept, "arrived");
  assert.deepEqual(receiver.receipts.numbers("traces").slice(0, kept), upTo(kept));
  assert.equal(receiver.receipts.duplicates("traces"), 0);
  assert.deepEqual(segmentsIn(directory), [], "a healthy Collector costs the disk nothing");
});

const outages = [
  { fault: "refused", protocol: "http/protobuf" },
  { fault: "503", protocol: "http/json" },
  { fault: "refused", protocol: "grpc" },
] as const;

for (const { fault, protocol } of outages) {
  test(`kill -9 while the Collector is away (${protocol}, ${fault}) loses at most the last 200 ms; the next process sends the rest`, async (t) => {
    const { receiver, start, replay, directory } = await spoolRig(t, { protocol });
    if (fault === "refused") await receiver.down();
    else receiver.behave({ kind: "status", status: 503 });
    const program = start();
    await until(() => madeBy(program) >= 500, "made");
    program.kill("SIGKILL");
    await program.exit;
    assertNoSecrets(directory, receiver);
    const kept = madeBy(program, MOST_LOST_MS);
    if (fault === "refused") await receiver.up();
    else receiver.behave({ kind: "ok" });
    const next = await replay(kept);
    const { numbers, duplicates } = {
      numbers: receiver.receipts.numbers("traces"),
      duplicates: receiver.receipts.duplicates("traces"),
    };
    assert.deepEqual(numbers.slice(0, kept), upTo(kept));
    assert.equal(duplicates, 0);
    assert.deepEqual(next.lines, []);
    assert.deepEqual(segmentsIn(directory), []);
    const { traces } = JSON.parse(next.output.at(-1) ?? "").ledger;
    assert.equal(traces.made, 0);
    assert.equal(traces.inherited.delivered, numbers.length);
  });
}

test("kill -9 in the middle of a replay loses nothing and repeats at most one batch each time", async (t) => {
  const { receiver, start, replay, directory } = await spoolRig(t);
  await receiver.down();
  const BATCH = 10;
  const source = { SPANS: "1000", OTEL_BSP_MAX_EXPORT_BATCH_SIZE: String(BATCH) };
  const first = start(source, "numbered-source.mjs");
  assert.deepEqual(await first.exit, { code: 5, signal: null });
  assert.equal(segmentsIn(directory).length, 100, first.lines.join("\n"));
  await receiver.up();
  for (let kills = 1; kills <= 4; kills += 1) {
    const before = receiver.seen.length;
    const next = start({ WAITS: "true" }, "numbered-source.mjs");
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await until(() => receiver.seen.length > before + kills, "some arrived");
    next.kill("SIGKILL");
    // oxlint-disable-next-line no-await-in-loop -- as above
    await next.exit;
    assert.ok(receiver.receipts.numbers("traces").length < 1000, "it was too late to kill it");
    assert.ok(receiver.receipts.duplicates("traces") <= kills * BATCH);
  }
  await replay(1000);
  assert.deepEqual(receiver.receipts.numbers("traces"), upTo(1000));
  assert.ok(receiver.receipts.duplicates("traces") <= 4 * BATCH);
  assert.deepEqual(segmentsIn(directory), []);
});

test("of processes that start together each sends what no other does", async (t) => {
  const { receiver, start, directory } = await spoolRig(t);
  await receiver.down();
  const sources = [1, 2, 3].map((from) => start({ FROM: String(from * 10_000) }));
  await Promise.all(sources.map((one) => until(() => madeBy(one) % 10_000 >= 100, "made")));
  for (const one of sources) one.kill("SIGKILL");
  await Promise.all(sources.map((one) => one.exit));
  const segments = segmentsIn(directory);
  assert.ok(segments.length >= 3);
  const items = itemsIn(directory);
  await receiver.up();
  const heirs = [1, 2, 3].map(() => start({ WAITS: "true" }, "numbered-source.mjs"));
  await until(() => receiver.receipts.numbers("traces").length >= items, "all arrived");
  for (const heir of heirs) heir.endInput();
  await Promise.all(heirs.map((heir) => heir.exit));
  assert.equal(receiver.receipts.numbers("traces").length, items);
  assert.equal(receiver.receipts.duplicates("traces"), 0);
  assert.deepEqual(segmentsIn(directory), []);
});
