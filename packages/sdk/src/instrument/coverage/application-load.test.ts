import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const register = fileURLToPath(new URL("../../register.ts", import.meta.url));

/** What is said of the libraries of a program, which goes on until that was said. */
async function linesOf(program: string, type: "commonjs" | "module"): Promise<readonly string[]> {
  const flags = ["--import", register, `--input-type=${type}`, "--eval"];
  const child = spawn(process.execPath, [...flags, `${program}; process.stdin.resume();`], {
    cwd: fileURLToPath(new URL(".", import.meta.url)),
    env: { PATH: process.env["PATH"], OTEL_LOG_LEVEL: "info" },
    stdio: ["pipe", "ignore", "pipe"],
  });
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stderr })) {
    if (!line.includes("librar") && !line.includes("loaded before")) continue;
    lines.push(line);
    if (line.includes("libraries:")) child.stdin.end();
  }
  return lines;
}

for (const [type, program] of [
  ["commonjs", 'require("express")'],
  ["module", 'import express from "express"; express()'],
] as const) {
  test(`express 5 (${type}) is instrumented, and the router below it is no early load`, async () => {
    const [line, ...others] = await linesOf(program, type);
    assert.match(line ?? "", /^agent-otel: libraries: instrumented: express 5\.\d+\.\d+\.$/);
    assert.deepEqual(others, []);
  });
}
