import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const register = fileURLToPath(new URL("register.ts", import.meta.url));

/** Runs a program with `register`, on a Node.js from which `missing` was taken away before. */
function runWithout(missing: string, env: NodeJS.ProcessEnv = {}): unknown {
  const old = `data:text/javascript,import module from "node:module"; ${missing}`;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", old, "--import", register, "--eval", "console.log('ran')"],
    { encoding: "utf8", timeout: 30_000, env: { PATH: process.env["PATH"], ...env } },
  );
  return { status, stdout, stderr };
}

const line = `agent-otel: telemetry is off: this is Node.js ${process.versions.node}, and 22.15 or newer is needed. The program runs on without it.\n`;

for (const missing of ["delete process.getBuiltinModule", "delete module.registerHooks"]) {
  test(`a Node.js that is too old (${missing}) runs the program without telemetry, and is told of once`, () => {
    assert.deepEqual(runWithout(missing), { status: 0, stdout: "ran\n", stderr: line });
  });
}

test("nothing is said where telemetry, or what it says, is switched off anyway", () => {
  for (const env of [{ OTEL_SDK_DISABLED: "True" }, { OTEL_LOG_LEVEL: "NONE" }]) {
    const quiet = { status: 0, stdout: "ran\n", stderr: "" };
    assert.deepEqual(runWithout("delete module.registerHooks", env), quiet);
  }
});
