import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { loadDotenvFile } from "./dotenv-file.ts";
import { formatProblem } from "./env/problem.ts";

const folder = mkdtempSync(join(tmpdir(), "agent-otel-dotenv-"));
after(() => rmSync(folder, { recursive: true }));

function load(
  text: string,
  env: NodeJS.ProcessEnv = {},
): { env: NodeJS.ProcessEnv; lines: string[] } {
  const path = join(folder, ".env");
  writeFileSync(path, text);
  return { env, lines: loadDotenvFile(path, env).map(formatProblem) };
}

test("loadDotenvFile() fills what is unset and keeps what is set", () => {
  const { env, lines } = load("# c\nexport A=1\nB='x y' # c\n\nC=from-file\r\nD=\"two\nlines\"\n", {
    C: "real",
  });
  assert.deepEqual(env, { A: "1", B: "x y", C: "real", D: "two\nlines" });
  assert.deepEqual(lines, []);
});

test("loadDotenvFile() names malformed lines, not their text", () => {
  const { env, lines } = load("A=1\nhunter2\nB=2\nC='never closed\nD=3\n");
  assert.equal(env["A"], "1");
  assert.deepEqual(lines, [
    ".env line 2: expected NAME=value; the line is ignored.",
    ".env line 4: expected a closing quote; the value is taken with its opening quote.",
  ]);
  assert.equal(env["C"], "'never closed");
});

test("loadDotenvFile() does not flood stderr for a file that is no .env", () => {
  const { lines } = load("x\n".repeat(1000));
  assert.equal(lines.length, 6);
  assert.equal(lines[5], ".env: expected NAME=value on each line; 995 more lines are faulty.");
});

test("loadDotenvFile() does not wait at a named pipe", () => {
  const pipe = join(folder, "pipe");
  execFileSync("mkfifo", [pipe]);
  assert.deepEqual(loadDotenvFile(pipe, {}).map(formatProblem), [
    '.env: expected a file of at most 1 MB, got "a named pipe"; it is left out.',
  ]);
});

test("loadDotenvFile() takes a missing file as no file and names one it cannot read", () => {
  assert.deepEqual(loadDotenvFile(join(folder, "absent"), {}), []);
  assert.deepEqual(loadDotenvFile(folder, {}).map(formatProblem), [
    '.env: expected a readable file, got "EISDIR"; it is left out.',
  ]);
});
