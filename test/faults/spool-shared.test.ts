import assert from "node:assert/strict";
import { test } from "node:test";
import { itemsIn, segmentsIn, type SpoolRig, spoolRig, until } from "./spool-rig.ts";

const MOST = 50;
const source = {
  SPANS: "400",
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: "2",
  AGENT_OTEL_SPOOL_MAX_BYTES: String(MOST * 4096),
};

test("several processes together leave no more than the limit, and the newest", async (t) => {
  const { receiver, start, replay, directory } = await spoolRig(t);
  await receiver.down();
  const starts = [0, 1000, 2000];
  const programs = starts.map((after) =>
    start({ ...source, AFTER: String(after), PER_SECOND: "400" }, "numbered-source.mjs"),
  );
  const ends = await Promise.all(programs.map((program) => program.exit));
  assert.deepEqual(
    ends.map(({ code }) => code),
    [5, 5, 5],
  );
  const left = segmentsIn(directory);
  assert.ok(left.length <= MOST, `${left.length} segments`);
  assert.ok(left.length > MOST / 2, "more was removed than had to be");
  await receiver.up();
  await replay(itemsIn(directory));
  assert.equal(receiver.receipts.duplicates("traces"), 0);
  const numbers = receiver.receipts.numbers("traces");
  for (const after of starts) {
    const own = numbers.filter((number) => number > after && number <= after + 1000);
    const newest = Array.from(
      { length: own.length },
      (_, index) => after + 401 - own.length + index,
    );
    assert.deepEqual(own, newest);
  }
});

/** The first number of each request, in the order of their arrival. */
function arrivals({ receiver }: SpoolRig): readonly number[] {
  const order: number[] = [];
  const known = new Set<number>();
  const { receipts } = receiver;
  const store = receipts.store.bind(receipts);
  receipts.store = (payload, reject) => {
    const count = store(payload, reject);
    const fresh = receipts.numbers("traces").filter((number) => !known.has(number));
    for (const number of fresh) known.add(number);
    order.push(...fresh.slice(0, 1));
    return count;
  };
  return order;
}

test("what several processes have left, one after the other, is sent in the order of its age", async (t) => {
  const rig = await spoolRig(t);
  const { receiver, start, replay } = rig;
  await receiver.down();
  for (const after of [0, 1000, 2000, 3000]) {
    const env = { SPANS: "50", OTEL_BSP_MAX_EXPORT_BATCH_SIZE: "10", AFTER: String(after) };
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await start(env, "numbered-source.mjs").exit;
  }
  const order = arrivals(rig);
  await receiver.up();
  await replay(200);
  // Those of one process are under way at the same time before they are written.
  const processes = order.map((number) => Math.floor(number / 1000));
  assert.deepEqual(
    processes,
    [0, 1, 2, 3].flatMap((process) => Array.from({ length: 5 }, () => process)),
  );
});

test("with a smaller limit the oldest of several dead processes go, and are counted", async (t) => {
  const { receiver, start, replay, directory } = await spoolRig(t);
  await receiver.down();
  for (const after of [0, 1000, 2000]) {
    const env = { SPANS: "100", OTEL_BSP_MAX_EXPORT_BATCH_SIZE: "10", AFTER: String(after) };
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await start(env, "numbered-source.mjs").exit;
  }
  assert.equal(segmentsIn(directory).length, 30);
  const env = { WAITS: "true", AGENT_OTEL_SPOOL_MAX_BYTES: String(15 * 4096) };
  const heir = start(env, "numbered-source.mjs");
  await heir.line(/^agent-otel: lost \d+ spans .*\(spool-full\)/);
  await until(() => segmentsIn(directory).length <= 15, "removed");
  heir.endInput();
  await heir.exit;
  const { inherited } = JSON.parse(heir.output.at(-1) ?? "").ledger.traces;
  assert.equal(inherited.found, 300);
  assert.equal(inherited.dropped["spool-full"], 150);
  assert.equal(itemsIn(directory), 150);
  await receiver.up();
  await replay(150);
  const numbers = receiver.receipts.numbers("traces");
  const [oldest = 0, middle = 0, newest] = [0, 1, 2].map(
    (process) => numbers.filter((number) => Math.floor(number / 1000) === process).length,
  );
  // The batch under way meanwhile is not given up.
  assert.ok(oldest <= 10, String(oldest));
  assert.deepEqual([oldest + middle, newest], [50, 100]);
});
