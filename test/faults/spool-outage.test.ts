import assert from "node:assert/strict";
import { test } from "node:test";
import type { LedgerFigures } from "@agent-otel/sdk";
import type { Program } from "./program.ts";
import { madeBy, segmentsIn, spoolRig, until, upTo } from "./spool-rig.ts";

/** As many spans as in 15 minutes at 100 a second. */
const QUARTER_OF_AN_HOUR = 90_000;

/** As many as in a minute. */
const MINUTE = 6000;

test("what is made in an outage of 15 minutes at 100 spans a second arrives afterwards", async (t) => {
  const { receiver, start, directory } = await spoolRig(t);
  await receiver.down();
  const env = {
    SPANS: String(QUARTER_OF_AN_HOUR),
    PER_SECOND: "30000",
    WAITS: "true",
    // As small as they would be: 100 spans a second, a batch in 120 ms.
    OTEL_BSP_MAX_EXPORT_BATCH_SIZE: "12",
  };
  const program = start(env, "numbered-source.mjs");
  await until(() => program.output.includes("made"), "made");
  await until(() => segmentsIn(directory).length >= QUARTER_OF_AN_HOUR / 12 - 4, "on disk");
  await receiver.up();
  await until(() => receiver.receipts.numbers("traces").length >= QUARTER_OF_AN_HOUR, "arrived");
  const { made, delivered, pending, spooled } = await figuresOf(program);
  assert.deepEqual(
    { made, delivered, pending, spooled },
    { made: QUARTER_OF_AN_HOUR, delivered: QUARTER_OF_AN_HOUR, pending: 0, spooled: 0 },
  );
  assert.deepEqual(receiver.receipts.numbers("traces"), upTo(QUARTER_OF_AN_HOUR));
  assert.equal(receiver.receipts.duplicates("traces"), 0);
  assert.deepEqual(segmentsIn(directory), []);
});

test("memory alone holds what is made in a minute at 100 spans a second", async (t) => {
  const { receiver, start, directory } = await spoolRig(t);
  await receiver.down();
  const env = {
    SPANS: String(MINUTE),
    PER_SECOND: "6000",
    WAITS: "true",
    AGENT_OTEL_SPOOL_MAX_BYTES: "0",
    OTEL_BSP_MAX_EXPORT_BATCH_SIZE: "30",
  };
  const program = start(env, "numbered-source.mjs");
  await until(() => program.output.includes("made"), "made");
  assert.deepEqual(segmentsIn(directory), []);
  await receiver.up();
  await until(() => receiver.receipts.numbers("traces").length >= MINUTE, "arrived");
  const { delivered, pending } = await figuresOf(program);
  assert.deepEqual({ delivered, pending }, { delivered: MINUTE, pending: 0 });
});

for (const end of ["natural", "exit", "throw", "SIGTERM"] as const) {
  test(`the end of the process (${end}) leaves to the next one what no Collector takes`, async (t) => {
    const { receiver, start, replay, directory } = await spoolRig(t);
    await receiver.down();
    const program = start();
    await until(() => program.output.length >= 20, "made");
    if (end === "SIGTERM") program.kill(end);
    else program.tell(end);
    const exit = await program.exit;
    const expected = { natural: 5, exit: 5, throw: 1, SIGTERM: null }[end];
    assert.equal(exit.code, expected, program.lines.join("\n"));
    const left = program.lines.filter((line) => line.includes("wait in the spool in"));
    assert.equal(left.length, 1, program.lines.join("\n"));
    const [, last] = /^made (\d+)/.exec(program.output.at(-1) ?? "") ?? [];
    assert.match(
      left[0] ?? "",
      new RegExp(`^agent-otel: ${last} spans wait in the spool in .* for the next`),
    );
    await receiver.up();
    await replay(Number(last));
    assert.deepEqual(receiver.receipts.numbers("traces"), upTo(Number(last)));
    assert.equal(receiver.receipts.duplicates("traces"), 0);
    assert.deepEqual(segmentsIn(directory), []);
  });
}

test("what a Collector has not answered when the process ends is left to the next one", async (t) => {
  const { receiver, start, replay } = await spoolRig(t);
  receiver.behave({ kind: "hang" });
  const program = start({ AGENT_OTEL_SHUTDOWN_TIMEOUT: "500" });
  await until(() => receiver.seen.length > 0 && madeBy(program) >= 100, "a request");
  program.tell("natural");
  assert.deepEqual(await program.exit, { code: 5, signal: null });
  receiver.behave({ kind: "ok" });
  await replay(madeBy(program));
  assert.deepEqual(receiver.receipts.numbers("traces"), upTo(madeBy(program)));
  assert.equal(receiver.receipts.duplicates("traces"), 0);
});

test("when the disk allows no more the oldest are dropped, and that is counted and told", async (t) => {
  const { receiver, start } = await spoolRig(t);
  await receiver.down();
  const env = {
    SPANS: "10000",
    PER_SECOND: "10000",
    WAITS: "true",
    AGENT_OTEL_SPOOL_MAX_BYTES: String(20 * 4096),
    OTEL_BSP_MAX_EXPORT_BATCH_SIZE: "10",
  };
  const program = start(env, "numbered-source.mjs");
  await until(() => program.output.includes("made"), "made");
  await program.line(/^agent-otel: lost \d+ spans .*\(spool-full\)/);
  await receiver.up();
  await until(() => receiver.receipts.numbers("traces").includes(10_000), "the newest arrived");
  const { made, delivered, dropped, pending, spooled } = await figuresOf(program);
  assert.equal(made, 10_000);
  assert.ok(dropped["spool-full"] > 5000);
  assert.equal(delivered + dropped["spool-full"] + pending + spooled, made);
  assert.equal(receiver.receipts.numbers("traces").length, delivered);
});

async function figuresOf(program: Program): Promise<LedgerFigures["traces"]> {
  program.endInput();
  assert.deepEqual(await program.exit, { code: 5, signal: null }, program.lines.join("\n"));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as numbered-source.mjs writes it
  return (JSON.parse(program.output.at(-1) ?? "") as { ledger: LedgerFigures }).ledger.traces;
}
