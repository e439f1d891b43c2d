import assert from "node:assert/strict";
import { copyFileSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { cachedFile } from "../programs.ts";
import { StackError } from "../stack-error.ts";
import {
  createTestFolder,
  fakeCollector,
  fakeTempo,
  testSettings,
} from "../testing/fake-programs.ts";
import type { TestFolder } from "../testing/fake-programs.ts";
import { findStack } from "./find.ts";
import { missingMessage } from "./missing-message.ts";

let folder: TestFolder;
beforeEach(() => {
  folder = createTestFolder();
});
afterEach(() => folder.remove());

/** A `docker` that has these images, or no engine when undefined. */
function fakeDocker(images: readonly string[] | undefined): void {
  folder.script(
    "bin/docker",
    `const args = process.argv.slice(2);
     const images = ${JSON.stringify(images ?? [])};
     const inspected = args[0] !== "image" || images.some((image) => args[2].startsWith(image));
     process.exit(${images !== undefined} && inspected ? 0 : 1);`,
  );
}

test("findStack() takes the path of the variable before PATH", async () => {
  folder.script("bin/otelcol", fakeCollector());
  folder.script("bin/tempo", fakeTempo());
  const mine = folder.script("mine", fakeCollector({ version: "0.160.1" }));
  const found = findStack(await testSettings(folder, { AGENT_OTEL_STACK_COLLECTOR: mine }));
  assert.equal(found.programs.collector?.from, "variable");
  assert.equal(found.programs.collector?.file, mine);
  assert.equal(found.programs.collector?.version, "0.160.1");
  assert.equal(found.programs.tempo?.from, "PATH");
  assert.deepEqual(found.missing, []);
});

test("findStack() fails when the program of the variable does not work, whatever else is there", async () => {
  folder.script("bin/otelcol", fakeCollector());
  const env = { AGENT_OTEL_STACK_COLLECTOR: join(folder.path, "nowhere") };
  const settings = await testSettings(folder, env);
  assert.throws(
    () => findStack(settings),
    (error) =>
      error instanceof StackError && /^AGENT_OTEL_STACK_COLLECTOR: .*nowhere/u.test(error.message),
  );
});

test("findStack() prefers otelcol-contrib to otelcol, and PATH to the cache", async () => {
  folder.script("bin/otelcol", fakeCollector());
  const contrib = folder.script("bin/otelcol-contrib", fakeCollector());
  const settings = await testSettings(folder);
  putIntoCache(cachedFile(settings, "collector"), contrib);
  assert.equal(findStack(settings).programs.collector?.file, contrib);
});

test("findStack() passes over a Collector on PATH that lacks a component, and says so", async () => {
  const poor = folder.script("bin/otelcol", fakeCollector({ refuses: true }));
  const good = folder.script("good", fakeCollector());
  const settings = await testSettings(folder);
  const cached = cachedFile(settings, "collector");
  putIntoCache(cached, good);
  const { programs, notes } = findStack(settings);
  assert.equal(programs.collector?.from, "cache");
  assert.equal(programs.collector?.file, cached);
  assert.equal(notes.length, 1);
  assert.match(notes[0] ?? "", /^Not used: .*otelcol .*unknown type: memory_limiter\.$/u);
  assert.ok(notes[0]?.includes(poor));
});

test("findStack() passes over a program on PATH that only has Tempo's name", async () => {
  folder.script("bin/tempo", `console.log("tempo 1.0, a metronome")`);
  const { programs, notes } = findStack(await testSettings(folder));
  assert.equal(programs.tempo, undefined);
  assert.match(notes[0] ?? "", /is not Grafana Tempo/u);
});

test("findStack() chooses Tempo's configuration by its version", async () => {
  assert.match((await configOf("2.8.0-rc.0")) ?? "", /deploy\/tempo\/tempo-2\.8\.yaml$/u);
  assert.match((await configOf("2.10.8")) ?? "", /tempo-2\.8\.yaml$/u);
  assert.match((await configOf("3.0.3")) ?? "", /tempo-3\.0\.yaml$/u);
});

test("findStack() uses Docker for both parts when the Collector is only to be had there", async () => {
  folder.script("bin/tempo", fakeTempo());
  fakeDocker(["otel/opentelemetry-collector-contrib:", "grafana/tempo:", "grafana/grafana:"]);
  const { programs, services, missing } = findStack(await testSettings(folder));
  assert.deepEqual(programs, {});
  assert.deepEqual(services, ["collector", "tempo", "grafana"]);
  assert.deepEqual(missing, []);
});

test("findStack() runs only Tempo with Docker when the Collector is at hand", async () => {
  folder.script("bin/otelcol", fakeCollector());
  fakeDocker(["grafana/"]);
  const { programs, services } = findStack(await testSettings(folder));
  assert.equal(programs.collector?.from, "PATH");
  assert.deepEqual(services, ["tempo", "grafana"]);
});

test("findStack() says which images Docker does not have, and pulls none", async () => {
  fakeDocker(["grafana/tempo:", "otel/"]);
  const found = findStack(await testSettings(folder));
  assert.deepEqual(found.missing, ["collector", "tempo"]);
  assert.match(found.withoutDocker ?? "", /^Docker does not have grafana\/grafana:[\d.]+ yet$/u);
});

test("missingMessage() names every way to supply what is missing, and the command", async () => {
  folder.script("bin/otelcol", fakeCollector());
  fakeDocker(undefined);
  const message = missingMessage(findStack(await testSettings(folder)));
  assert.equal(
    message,
    [
      "Tempo not at hand: not given by AGENT_OTEL_STACK_TEMPO, not on PATH (tempo), not built yet, " +
        "and no Docker engine answers.",
      "To make what is missing (once, some minutes with Go, or by pulling images): pnpm stack build",
      "Without pnpm: npm run stack -- build",
    ].join("\n"),
  );
});

async function configOf(version: string): Promise<string | undefined> {
  folder.script("bin/tempo", fakeTempo({ version }));
  return findStack(await testSettings(folder)).programs.tempo?.configs[0];
}

function putIntoCache(target: string, program: string): void {
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(program, target);
}
