import assert from "node:assert/strict";
import { test } from "node:test";
import type { TestContext } from "node:test";
import { watchRunner } from "./watch-runner.ts";
import type { ProcessFacts } from "./watch-runner.ts";

const bash = { parent: 1, command: "-bash" };

test("a package manager that goes and leaves its shell's children behind is noticed", (t) => {
  const { processes, abandoned } = start(t);
  t.mock.timers.tick(5_000);
  assert.equal(abandoned.length, 0);
  // npm start passed SIGTERM to its shell, which ended; npm exec is an orphan now.
  processes.set(30, { parent: 1, command: "npm exec pnpm run dev" });
  t.mock.timers.tick(500);
  assert.equal(abandoned.length, 1);
  t.mock.timers.tick(5_000);
  assert.equal(abandoned.length, 1);
});

test("the end of the terminal's shell or of a parent that is no package manager does not matter", (t) => {
  const { processes, abandoned } = start(t);
  processes.set(10, { parent: 1, command: "npm start" });
  processes.delete(5);
  t.mock.timers.tick(5_000);
  assert.equal(abandoned.length, 0);
});

test("without /proc nothing is noticed", (t) => {
  const { processes, abandoned } = start(t, new Map());
  assert.equal(processes.size, 0);
  t.mock.timers.tick(5_000);
  assert.equal(abandoned.length, 0);
});

function start(
  t: TestContext,
  processes = new Map<number, ProcessFacts>([
    [5, bash],
    [10, { parent: 5, command: "npm start" }],
    [20, { parent: 10, command: "sh -c npx --yes pnpm run dev" }],
    [30, { parent: 20, command: "npm exec pnpm run dev" }],
    [40, { parent: 30, command: "node /x/pnpm.mjs run dev" }],
    [50, { parent: 40, command: "node tools/start/main.ts" }],
  ]),
) {
  t.mock.timers.enable({ apis: ["setInterval"] });
  const abandoned: true[] = [];
  const look = (pid: number): ProcessFacts | undefined => processes.get(pid);
  watchRunner({ onAbandoned: () => abandoned.push(true), pid: 50, look });
  return { processes, abandoned };
}
