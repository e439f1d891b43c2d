import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { assignPorts } from "../port-table.ts";
import { StackError } from "../stack-error.ts";
import { createTestFolder } from "../testing/fake-programs.ts";
import { readState, removeState, writeState } from "./state.ts";
import type { StackState } from "./state.ts";

const STATE: StackState = {
  format: 1,
  ports: assignPorts(() => 4_000),
  processes: {
    tempo: { pid: 77, started: "boot/1", file: "/x", version: "3.0.3", from: "PATH", log: "/y" },
  },
  services: [],
};

test("readState() gives back what writeState() wrote, and nothing after removeState()", () => {
  const folder = createTestFolder();
  try {
    assert.equal(readState(folder.path), undefined);
    writeState(folder.path, STATE);
    assert.deepEqual(readState(folder.path), STATE);
    removeState(folder.path);
    assert.equal(readState(folder.path), undefined);
  } finally {
    folder.remove();
  }
});

for (const [what, text] of [
  ["is cut off", JSON.stringify(STATE).slice(0, 40)],
  ["is of another format", JSON.stringify({ ...STATE, format: 2 })],
  ["has a pid that would be everything", JSON.stringify(STATE).replace("77", "-1")],
  ["lacks a port", JSON.stringify(STATE).replace('"otlpGrpc":4000,', "")],
] as const) {
  test(`readState() refuses a file that ${what}, naming it`, () => {
    const folder = createTestFolder();
    try {
      const file = join(folder.path, "state.json");
      writeFileSync(file, text);
      assert.throws(
        () => readState(folder.path),
        (error) => error instanceof StackError && error.message.startsWith(`${file} is damaged`),
      );
    } finally {
      folder.remove();
    }
  });
}
