import assert from "node:assert/strict";
import {
  chmodSync,
  chownSync,
  lchownSync,
  mkdirSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { type SpoolRig, segmentsIn, spoolRig, until, upTo } from "./spool-rig.ts";

const USER = 12_345;
const STRANGER = 23_456;
const onlyRoot = {
  skip: process.geteuid?.() !== 0 && "skipped: only root can be somebody else",
};
const NAME = `agent-otel-spool-${USER}`;

/** What somebody who may write beside the spool, as in a temporary directory, has put in its place. */
const traps: Readonly<Record<string, (shared: string) => void>> = {
  "a directory of a stranger": (shared) => {
    mkdirSync(join(shared, NAME));
    chmodSync(join(shared, NAME), 0o777);
    chownSync(join(shared, NAME), STRANGER, STRANGER);
  },
  "a stranger's link to a directory of the user's": (shared) => {
    symlinkSync(join(shared, "home"), join(shared, NAME));
    lchownSync(join(shared, NAME), STRANGER, STRANGER);
  },
  "a link of the user's own": (shared) => {
    symlinkSync(join(shared, "home"), join(shared, NAME));
    lchownSync(join(shared, NAME), USER, USER);
  },
  "a file of a stranger": (shared) => {
    writeFileSync(join(shared, NAME), "");
    chownSync(join(shared, NAME), STRANGER, STRANGER);
  },
};

for (const [what, put] of Object.entries(traps)) {
  test(
    `${what} in place of the spool is not used, and spans wait in memory`,
    onlyRoot,
    async (t) => {
      const rig = await spoolRig(t);
      chmodSync(rig.directory, 0o1777);
      const home = join(rig.directory, "home");
      mkdirSync(home, { mode: 0o755 });
      chownSync(home, USER, USER);
      put(rig.directory);
      await expectMemoryAlone(rig, rig.directory, USER);
      assert.deepEqual(
        new Set(readdirSync(rig.directory, { recursive: true, encoding: "utf8" })),
        new Set([NAME, "home"]),
      );
      assert.equal(statSync(home).mode & 0o777, 0o755, "what a link leads to is not touched");
    },
  );
}

test("a spool below a stranger's directory is not used, by root neither", onlyRoot, async (t) => {
  const rig = await spoolRig(t);
  chmodSync(rig.directory, 0o755);
  const theirs = join(rig.directory, "theirs");
  mkdirSync(theirs, { mode: 0o777 });
  chownSync(theirs, STRANGER, STRANGER);
  await expectMemoryAlone(rig, join(theirs, "spool"), 0);
});

test("a stranger's link on the way to the spool is not followed", onlyRoot, async (t) => {
  const rig = await spoolRig(t);
  chmodSync(rig.directory, 0o1777);
  mkdirSync(join(rig.directory, "real"));
  chownSync(join(rig.directory, "real"), USER, USER);
  const link = join(rig.directory, "link");
  symlinkSync("real", link);
  lchownSync(link, STRANGER, STRANGER);
  await expectMemoryAlone(rig, link, USER);
  assert.deepEqual(readdirSync(join(rig.directory, "real")), []);
});

for (const umask of ["0000", "0777"]) {
  test(`whatever the umask (${umask}), only the user can use the spool`, onlyRoot, async (t) => {
    const { receiver, start, replay, directory } = await spoolRig(t);
    chmodSync(directory, 0o1777);
    await receiver.down();
    const rights = { uid: USER, first: `umask ${umask}` };
    const env = { SPANS: "50", AGENT_OTEL_SPOOL_DIRECTORY: join(directory, "new", "deep") };
    const program = start(env, "numbered-source.mjs", rights);
    assert.deepEqual(await program.exit, { code: 5, signal: null });
    const paths = readdirSync(directory, { recursive: true, encoding: "utf8" });
    const modes = paths.map((path) => {
      const stats = statSync(join(directory, path));
      return `${stats.isDirectory() ? "d" : "f"} ${(stats.mode & 0o777).toString(8)} ${stats.uid}`;
    });
    assert.deepEqual([...new Set(modes)].toSorted(), [`d 700 ${USER}`, `f 600 ${USER}`]);
    await receiver.up();
    await replay(50, {
      env: { AGENT_OTEL_SPOOL_DIRECTORY: join(directory, "new", "deep") },
      rights,
    });
    assert.deepEqual(receiver.receipts.numbers("traces"), upTo(50));
    assert.deepEqual(segmentsIn(directory), []);
  });
}

test("a disk that gives out in the middle of a file is one line, and leaves no piece of it", async (t) => {
  const { receiver, start, directory } = await spoolRig(t);
  await receiver.down();
  const env = {
    SPANS: "300",
    PADDING: "2000",
    WAITS: "true",
    OTEL_BSP_MAX_EXPORT_BATCH_SIZE: "20",
  };
  // Blocks of 512 bytes, in some shells of 1024: a batch has 40 kB.
  const program = start(env, "numbered-source.mjs", { first: "ulimit -f 10" });
  await program.line(/the spool in .* is of no use: EFBIG/);
  await until(() => program.output.includes("made"), "made");
  assert.deepEqual(filesIn(directory), []);
  await receiver.up();
  await until(() => receiver.receipts.numbers("traces").length >= 300, "arrived");
  program.endInput();
  assert.deepEqual(await program.exit, { code: 5, signal: null });
  assert.equal(program.lines.filter((line) => line.includes("the spool in")).length, 1);
  assert.equal(receiver.receipts.duplicates("traces"), 0);
});

async function expectMemoryAlone(
  { receiver, start }: SpoolRig,
  directory: string,
  uid: number,
): Promise<void> {
  await receiver.down();
  const env = { SPANS: "100", WAITS: "true", AGENT_OTEL_SPOOL_DIRECTORY: directory };
  const program = start(env, "numbered-source.mjs", { uid });
  await program.line(
    /the spool in .* is of no use: .*(?:belongs to another user|is no directory)\./,
  );
  await receiver.up();
  await until(() => receiver.receipts.numbers("traces").length >= 100, "arrived");
  program.endInput();
  assert.deepEqual(await program.exit, { code: 5, signal: null });
  assert.equal(program.lines.filter((line) => line.includes("the spool in")).length, 1);
}

function filesIn(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map(({ name }) => name);
}
