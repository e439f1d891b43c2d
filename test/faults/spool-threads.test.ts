import assert from "node:assert/strict";
import { test } from "node:test";
import { itemsIn, segmentsIn, spoolRig, until, upTo } from "./spool-rig.ts";

const SOURCE = "spool-threads-source.mjs";
const SPANS = 3000;
/** A thread may end between the writing of a batch and the note of that. */
const BATCH = 100;

for (const depth of [1, 2, 3]) {
  for (const end of ["terminate", "exit"]) {
    test(`what a thread ${depth} deep has on disk is there once when it ends (${end})`, async (t) => {
      const { receiver, start, replay, directory } = await spoolRig(t);
      await receiver.down();
      const env = { SPANS: String(SPANS), DEPTH: String(depth), END: end };
      const program = start({ ...env, OTEL_BSP_MAX_EXPORT_BATCH_SIZE: String(BATCH) }, SOURCE);
      await until(() => itemsIn(directory) === SPANS, "on disk");
      program.tell("end");
      assert.deepEqual(await program.exit, { code: 5, signal: null }, program.lines.join("\n"));
      assert.ok(itemsIn(directory) <= SPANS + BATCH);
      await receiver.up();
      await replay(SPANS);
      assert.deepEqual(receiver.receipts.numbers("traces"), upTo(SPANS));
      assert.ok(receiver.receipts.duplicates("traces") <= BATCH);
      assert.deepEqual(segmentsIn(directory), []);
    });
  }
}

const nested = [1, 2, 3].flatMap((depth) =>
  ["terminate", "exit", "terminate-inner"].map((end) => ({ depth, end })),
);

for (const { depth, end } of nested) {
  test(`no span of a thread ${depth} deep is lost when it ends without a last word (${end})`, async (t) => {
    const { receiver, start } = await spoolRig(t);
    const env = { SPANS: "20", DEPTH: String(depth), END: end, WHEN: "at-once" };
    const program = start({ ...env, AGENT_OTEL_SPOOL_MAX_BYTES: "0" }, SOURCE);
    assert.deepEqual(await program.exit, { code: 5, signal: null }, program.lines.join("\n"));
    assert.deepEqual(program.lines, []);
    assert.deepEqual(receiver.receipts.numbers("traces"), upTo(20));
    assert.equal(receiver.receipts.duplicates("traces"), 0);
  });
}

test("a thread that is terminated with many megabytes unsent loses none of them", async (t) => {
  const { receiver, start } = await spoolRig(t);
  const env = { SPANS: "20000", PADDING: "500", WHEN: "at-once", AGENT_OTEL_SPOOL_MAX_BYTES: "0" };
  const program = start(env, SOURCE);
  assert.deepEqual(await program.exit, { code: 5, signal: null }, program.lines.join("\n"));
  assert.deepEqual(program.lines, []);
  assert.equal(receiver.receipts.numbers("traces").length, 20_000);
});
