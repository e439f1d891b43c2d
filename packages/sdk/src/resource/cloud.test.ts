import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import type { ResourceAttributes } from "./attributes.ts";
import { askCloud } from "./cloud.ts";

const fixture = fileURLToPath(new URL("cloud.test.fixture.cjs", import.meta.url));

interface Outcome {
  /** All states of what was known, the last one last. */
  readonly found: readonly ResourceAttributes[];
  readonly failures: readonly string[];
}

async function ask(exports: readonly string[], options: AskOptions = {}): Promise<Outcome> {
  const { limitMs = 30_000, from = fixture } = options;
  const found: ResourceAttributes[] = [];
  const failures: string[] = [];
  await askCloud(
    { name: "cloud", package: from, exports },
    { found: (all) => found.push(all), failed: (reason) => failures.push(reason), limitMs },
  );
  return { found, failures };
}

interface AskOptions {
  readonly limitMs?: number;
  readonly from?: string;
}

test("the later export is believed, whichever answers first", async () => {
  const expected = {
    "cloud.platform": "task",
    "host.id": "i-1",
    "host.name": "cloud-name",
    "task.number": 7,
  };
  const { found, failures } = await ask(["machine", "task"]);
  assert.equal(found.length, 2);
  assert.deepEqual(found.at(-1), expected);
  const reverse = await ask(["task", "machine"]);
  assert.deepEqual(reverse.found.at(-1), { ...expected, "cloud.platform": "machine" });
  assert.deepEqual([...failures, ...reverse.failures], []);
});

test("a detector runs in a thread of its own, and nobody sees what it prints", async (t) => {
  const written: unknown[] = [];
  const write = (text: unknown): boolean => (written.push(text), true);
  t.mock.method(process.stderr, "write", write);
  t.mock.method(console, "log", write);
  const { found } = await ask(["thread", "noise"]);
  t.mock.restoreAll();
  assert.deepEqual(found.at(-1), { "in.worker": "true", quiet: "yes" });
  assert.deepEqual(written, []);
});

test("each way to fail is one line, and costs nothing that is known already", async () => {
  const expected = {
    throws: "Error: no metadata",
    crashes: "crashed later",
    silent: "it ended without an answer",
    ends: "it ended without an answer",
    odd: undefined,
    none: "Error: none is not exported",
    absent: "Error: absent is not exported",
    greedy: "Worker terminated due to reaching memory limit: JS heap out of memory",
  };
  const asked = Object.entries(expected).map(async ([name, reason]) => {
    const { found, failures } = await ask(["machine", name]);
    assert.deepEqual(failures, reason === undefined ? [] : [reason], name);
    // That one takes the thread with it before anything could be said.
    assert.equal(found.at(-1)?.["host.id"], name === "ends" ? undefined : "i-1", name);
  });
  await Promise.all(asked);
});

test("an attribute that fails leaves the others", async () => {
  const { found, failures } = await ask(["rejects"]);
  assert.deepEqual(found, [{ "cloud.zone": "z" }]);
  assert.deepEqual(failures, ["Error: 403"]);
});

test("one that hangs is given up, even in an endless loop, with what the others have said", async () => {
  const slow = await ask(["machine", "slow"], { limitMs: 2000 });
  assert.deepEqual(slow.failures, ["no full answer within 2 s"]);
  assert.equal(slow.found.at(-1)?.["host.id"], "i-1");
  const loops = await ask(["loops"], { limitMs: 300 });
  assert.deepEqual(loops, { found: [], failures: ["no full answer within 0.3 s"] });
});

test("of hostile values only what a resource can hold is kept", async () => {
  const { found, failures } = await ask(["hostile"]);
  assert.deepEqual(failures, []);
  assert.deepEqual(Object.entries(found[0] ?? {}), [
    ["number", 1.5],
    ["list", ["a", "b"]],
  ]);
});

test("a package that is not there is a failure that names it", async () => {
  const { failures } = await ask(["a"], { from: "@opentelemetry/resource-detector-absent" });
  assert.deepEqual(failures, ["Cannot find module '@opentelemetry/resource-detector-absent'"]);
});
