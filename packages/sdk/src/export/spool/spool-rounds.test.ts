import assert from "node:assert/strict";
import { statSync, utimesSync } from "node:fs";
import { dirname } from "node:path";
import { test } from "node:test";
import {
  batchOf,
  emptyDirectory,
  filesIn,
  leaveBehind,
  openRig,
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
  const { ownToken } = await import("./process-token.ts");
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
