import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { cachedFile } from "../programs.ts";
import { identifyProcess } from "../run/process-identity.ts";
import { poll } from "../run/poll.ts";
import type { StackSettings } from "../settings.ts";
import { StackError } from "../stack-error.ts";
import { createTestFolder, fakeTempo, testSettings } from "../testing/fake-programs.ts";
import type { TestFolder } from "../testing/fake-programs.ts";
import { keepProgress } from "../testing/silent-progress.ts";
import { buildProgram } from "./build-program.ts";

let folder: TestFolder;
let settings: StackSettings;
const { signal } = new AbortController();
const progress = keepProgress();

beforeEach(async () => {
  folder = createTestFolder();
  settings = await testSettings(folder);
});
afterEach(() => folder.remove());

/** A `go` that answers its version and does `build` when asked to build. */
function fakeGo(build: string, version = "go1.26.8"): void {
  folder.script(
    "bin/go",
    `const { appendFileSync, chmodSync, writeFileSync } = require("node:fs");
     const args = process.argv.slice(2);
     if (args[0] === "env") { console.log(${JSON.stringify(version)}); process.exit(0); }
     appendFileSync(${JSON.stringify(join(folder.path, "calls"))}, args[0] + "\\n");
     const output = args[args.indexOf("-o") + 1];
     ${build}`,
  );
}

function works(): string {
  const program = `#!${process.execPath}\n${fakeTempo()}`;
  return `writeFileSync(output, ${JSON.stringify(program)}); chmodSync(output, 0o755);`;
}

function workFolders(): readonly string[] {
  return readdirSync(join(settings.cacheDir, "build")).filter((name) => name !== "tempo.lock");
}

test("buildProgram() puts a program that works under its name, and leaves nothing else", async () => {
  fakeGo(works());
  const file = await buildProgram("tempo", settings, { progress, signal });
  assert.equal(file, cachedFile(settings, "tempo"));
  assert.ok((statSync(file).mode & 0o111) !== 0);
  assert.deepEqual(workFolders(), []);
});

test("two builds at once compile once", async () => {
  fakeGo(works());
  const builds = [0, 1].map(async () => buildProgram("tempo", settings, { progress, signal }));
  const [one, other] = await Promise.all(builds);
  assert.equal(one, other);
  assert.equal(readFileSync(join(folder.path, "calls"), "utf8"), "build\n");
});

test("a failed build shows the last lines, and leaves neither a program nor a folder", async () => {
  fakeGo(`console.error("missing go.sum entry"); process.exit(1);`);
  await assert.rejects(
    buildProgram("tempo", settings, { progress, signal }),
    (error) =>
      error instanceof StackError &&
      /^Tempo: .* failed \(exit code 1\)\.\n  missing go\.sum entry/u.test(error.message),
  );
  assert.equal(existsSync(cachedFile(settings, "tempo")), false);
  assert.deepEqual(workFolders(), []);
});

test("a program that was built and does not work is not kept", async () => {
  fakeGo(`writeFileSync(output, "nothing"); chmodSync(output, 0o755);`);
  const build = buildProgram("tempo", settings, { progress, signal });
  await assert.rejects(build, /What was built does not work/u);
  assert.equal(existsSync(cachedFile(settings, "tempo")), false);
});

test("an interrupted build ends the compiler and what it has started, and leaves no folder", async () => {
  const pids = join(folder.path, "pids");
  fakeGo(
    `const { spawn } = require("node:child_process");
     const inner = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "inherit" });
     writeFileSync(${JSON.stringify(pids)}, process.pid + " " + inner.pid);
     setInterval(() => {}, 1000);`,
  );
  const abort = new AbortController();
  const build = buildProgram("tempo", settings, { progress, signal: abort.signal });
  const started = poll(() => existsSync(pids) || undefined, { everyMs: 20, deadlineMs: 10_000 });
  const interrupted = assert.rejects(build, /enough/u);
  assert.equal(await started, true);
  abort.abort(new StackError("enough"));
  await interrupted;
  for (const pid of readFileSync(pids, "utf8").split(" ")) {
    assert.equal(identifyProcess(Number(pid)), undefined);
  }
  assert.deepEqual(workFolders(), []);
});

test("a build removes the folder of one that was killed", async () => {
  fakeGo(works());
  mkdirSync(join(settings.cacheDir, "build/tempo-killed"), { recursive: true });
  await buildProgram("tempo", settings, { progress, signal });
  assert.deepEqual(workFolders(), []);
});

test("without Go the message names the other ways to have the program", async () => {
  await assert.rejects(buildProgram("tempo", settings, { progress, signal }), {
    message:
      "Go is needed to build Tempo, and `go` was not found. Install Go 1.25 or newer " +
      "(https://go.dev/dl/), or give a built Tempo by AGENT_OTEL_STACK_TEMPO or on PATH, " +
      "or start a Docker engine.",
  });
});

test("a Go that is too old is named with its version", async () => {
  fakeGo("", "go1.22.1");
  await assert.rejects(
    buildProgram("tempo", settings, { progress, signal }),
    /Go 1\.25 is needed to build Tempo, found go1\.22\.1/u,
  );
});
