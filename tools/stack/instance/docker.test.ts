import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import type { StackSettings } from "../settings.ts";
import {
  ROOT,
  createTestFolder,
  fakeCollector,
  fakeTempo,
  testSettings,
} from "../testing/fake-programs.ts";
import type { TestFolder } from "../testing/fake-programs.ts";
import { keepProgress } from "../testing/silent-progress.ts";
import { stackDown } from "./down.ts";
import { readState } from "./state.ts";
import { stackStatus } from "./status.ts";
import { stackUp } from "./up.ts";

let folder: TestFolder;
let settings: StackSettings;
const { signal } = new AbortController();
const progress = keepProgress();

beforeEach(async () => {
  folder = createTestFolder();
  settings = await testSettings(folder);
});
afterEach(async () => {
  await stackDown(settings, { progress, signal });
  folder.remove();
});

/**
 * A `docker` that has every image. Its `compose up` starts stand-ins on the published ports,
 * `ps` prints an id while they run, and `down` ends them. Every call of Compose is written down.
 */
function provideDocker(): void {
  folder.script("image-collector", fakeCollector());
  folder.script("image-tempo", fakeTempo());
  folder.script(
    "bin/docker",
    `const { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
     const here = ${JSON.stringify(folder.path)} + "/";
     const args = process.argv.slice(2);
     if (args[0] !== "compose" || args[1] === "version") process.exit(0);
     appendFileSync(here + "calls", args.slice(1).join(" ") + "\\n");
     const command = args[5];
     if (command === "up") {
       const { spawn } = require("node:child_process");
       const pids = args.filter((arg) => arg === "collector" || arg === "tempo").map((service) => {
         const child = spawn(here + "image-" + service, [], { detached: true, stdio: "ignore" });
         child.unref();
         return child.pid;
       });
       writeFileSync(here + "pids", JSON.stringify(pids));
     }
     if (command === "ps" && existsSync(here + "pids")) console.log("0123456789abcdef");
     if (command === "down") {
       for (const pid of JSON.parse(readFileSync(here + "pids", "utf8"))) process.kill(pid);
       rmSync(here + "pids");
     }`,
  );
}

function composeCalls(): readonly string[] {
  const project = `--project-name agent-otel-default --file ${join(ROOT, "deploy/compose/compose.yaml")} `;
  const lines = readFileSync(join(folder.path, "calls"), "utf8").trimEnd().split("\n");
  for (const line of lines) assert.ok(line.startsWith(project), line);
  return lines.map((line) => line.slice(project.length)).filter((line) => !line.startsWith("ps "));
}

test("up runs all services with Docker when nothing else is at hand, and down ends them", async () => {
  provideDocker();
  assert.equal(await stackUp(settings, { progress, signal }), "started");
  const status = await stackStatus(settings);
  assert.equal(status.ready, true);
  assert.equal(status.grafana, true);
  assert.deepEqual(
    status.parts.map(({ from, container, version }) => [from, container, version]),
    [
      ["docker", "0123456789ab", "0.158.0"],
      ["docker", "0123456789ab", "3.0.3"],
    ],
  );
  assert.equal(await stackDown(settings, { progress, signal }), true);
  assert.deepEqual(composeCalls(), [
    "up --detach --pull never --no-deps collector tempo grafana",
    "down --timeout 2",
  ]);
  assert.equal(readState(settings.stackDir), undefined);
});

test("up runs Tempo with Docker beside a Collector that is a process", async () => {
  provideDocker();
  folder.script("bin/otelcol", fakeCollector());
  await stackUp(settings, { progress, signal });
  const { parts, ready } = await stackStatus(settings);
  assert.equal(ready, true);
  assert.deepEqual(
    parts.map(({ from }) => from),
    ["PATH", "docker"],
  );
  assert.equal(composeCalls()[0], "up --detach --pull never --no-deps tempo grafana");
});
