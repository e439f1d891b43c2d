import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test, type TestContext } from "node:test";
import { itemsOf, madeBy, segmentsIn, type SpoolRig, spoolRig, until } from "./spool-rig.ts";

/** Has a process killed that has left at least `count` segments. */
async function leaveSegments(
  { receiver, start, directory }: SpoolRig,
  count: number,
): Promise<readonly string[]> {
  await receiver.down();
  const program = start();
  await until(() => segmentsIn(directory).length >= count, "segments");
  program.kill("SIGKILL");
  await program.exit;
  await receiver.up();
  return segmentsIn(directory);
}

test("damaged, truncated and foreign files are left out and told, and all others arrive", async (t) => {
  const rig = await spoolRig(t);
  const segments = await leaveSegments(rig, 6);
  const [flipped, cut, linked, ...good] = segments;
  assert.ok(flipped !== undefined && cut !== undefined && linked !== undefined);
  const bytes = readFileSync(flipped);
  bytes.writeUInt8(bytes.readUInt8(40) ^ 4, 40);
  writeFileSync(flipped, bytes);
  truncateSync(cut, 30);
  const precious = join(rig.directory, "precious");
  const content = readFileSync(linked);
  writeFileSync(precious, content);
  rmSync(linked);
  symlinkSync(precious, linked);
  writeFileSync(join(dirname(cut), "notes.txt"), "not a batch");
  mkdirSync(join(dirname(dirname(cut)), "not-a-process"));
  const expected = good.reduce((sum, path) => sum + itemsOf(path), 0);
  const lost = itemsOf(flipped) + itemsOf(cut) + itemsOf(linked);
  const { lines, output } = await rig.replay(expected);
  assert.equal(rig.receiver.receipts.numbers("traces").length, expected);
  const { inherited } = JSON.parse(output.at(-1) ?? "").ledger.traces;
  assert.equal(inherited.found, expected + lost);
  assert.equal(inherited.dropped["spool-damaged"], lost);
  const text = lines.join("\n");
  assert.match(text, /1 entries of .* are no batches and are left alone: notes\.txt/);
  assert.match(text, /1 entries of .* are no batches and are left alone: not-a-process/);
  assert.match(text, /a batch in the spool cannot be read and is lost: /);
  assert.match(text, new RegExp(`lost \\d+ spans .*\\(spool-damaged\\)`));
  assert.deepEqual(readFileSync(precious), content, "what a link leads to is not touched");
  assert.deepEqual(segmentsIn(rig.directory), []);
});

test("a directory that cannot be used is one line, and spans are delivered as without it", async (t) => {
  const { receiver, start, directory } = await spoolRig(t);
  const file = join(directory, "file");
  writeFileSync(file, "");
  await receiver.down();
  const program = start({ AGENT_OTEL_SPOOL_DIRECTORY: file });
  await until(() => madeBy(program) >= 200, "made");
  await receiver.up();
  program.tell("natural");
  assert.deepEqual(await program.exit, { code: 5, signal: null });
  const told = program.lines.filter((line) => line.includes("the spool in"));
  assert.equal(told.length, 1, program.lines.join("\n"));
  assert.match(told[0] ?? "", /is of no use: .*waits in memory/);
});

const isRoot = process.geteuid?.() === 0;

for (const [what, options, message] of [
  ["full", "size=64k,mode=700", /is of no use: ENOSPC/],
  ["read-only", "ro,size=64k,mode=700", /is of no use: EROFS/],
] as const) {
  test(
    `a ${what} disk is one line, and what is not on it waits in memory`,
    { skip: !isRoot && "skipped: only root can mount a small disk" },
    async (t) => {
      const { receiver, start } = await spoolRig(t);
      const disk = mountDisk(t, options);
      if (disk === undefined) return t.skip("skipped: the kernel lets nobody mount a disk here");
      await receiver.down();
      const env = {
        SPANS: "3000",
        PER_SECOND: "3000",
        WAITS: "true",
        AGENT_OTEL_SPOOL_DIRECTORY: disk,
        OTEL_BSP_MAX_EXPORT_BATCH_SIZE: "10",
      };
      const program = start(env, "numbered-source.mjs");
      await until(() => program.output.includes("made"), "made");
      await program.line(message);
      await receiver.up();
      await until(() => receiver.receipts.numbers("traces").length >= 3000, "arrived");
      program.endInput();
      assert.deepEqual(await program.exit, { code: 5, signal: null });
      assert.equal(program.lines.filter((line) => line.includes("the spool in")).length, 1);
      assert.equal(receiver.receipts.duplicates("traces"), 0);
    },
  );
}

/** Mounts a disk that goes with the test; `undefined` when that is not possible. */
function mountDisk(t: TestContext, options: string): string | undefined {
  const disk = mkdtempSync(join(tmpdir(), "agent-otel-small-disk-"));
  t.after(() => {
    spawnSync("umount", ["-l", disk]);
    rmdirSync(disk);
  });
  const { status } = spawnSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", disk]);
  return status === 0 ? disk : undefined;
}
