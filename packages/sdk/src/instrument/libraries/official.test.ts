import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";

import { diag } from "@opentelemetry/api";

import { instrumentationNames } from "../../env/values.ts";
import {
  type OfficialInstrumentation,
  officialInstrumentations,
  requestedInstrumentations,
} from "./catalogue-official.ts";
import { ownPatches, selectModules } from "./catalogue.ts";
import { guardDefinitions } from "./official-definition.ts";
import { createOfficialLoader, loadOfficial } from "./official.ts";

const said: string[] = [];
function say(message: string): void {
  said.push(message);
}
diag.setLogger({ error: say, warn: say, info: say, debug: say, verbose: say });

function entry(name: string, exportName: string): OfficialInstrumentation {
  const instrumentation = `@opentelemetry/instrumentation-${name}`;
  return { name, packages: [name], instrumentation, exportName, subpaths: [] };
}

test("an instrumentation that cannot be loaded is reported once and hurts nobody", () => {
  said.length = 0;
  const loader = createOfficialLoader([
    entry("absent", "A"),
    { ...entry("pino", "Absent"), packages: ["b", "bb"] },
  ]);
  for (const name of ["absent", "absent/file.js", "b", "bb", "c"]) loader.load(name);
  assert.deepEqual(said, [
    "@agent-otel/sdk/instrument: could not load @opentelemetry/instrumentation-absent; absent is not instrumented.",
    "@agent-otel/sdk/instrument: could not load @opentelemetry/instrumentation-pino; b, bb is not instrumented.",
  ]);
});

test("every official instrumentation of the catalogue can be loaded, and is wanted until then", () => {
  said.length = 0;
  const { official } = selectModules(() => true);
  const loader = createOfficialLoader(official);
  for (const { packages } of official) {
    for (const name of packages) assert.equal(loader.wants(`${name}/file.js`), true, name);
    loader.load(packages[0] ?? "");
    for (const name of packages) {
      assert.equal(loader.wants(name), false, name);
      assert.notDeepEqual(loader.versionsOf(name), [], name);
    }
  }
  assert.equal(loader.wants("./pino"), false);
  assert.deepEqual(said.filter(isNoDebugLine), []);
});

test("the catalogue names exactly the packages that each instrumentation says it patches", () => {
  for (const each of officialInstrumentations) {
    const instrumentation = loadOfficial(each) ?? assert.fail(each.name);
    const definitions = guardDefinitions(instrumentation, () => {});
    const names = new Set(definitions.map(({ name }) => name));
    assert.deepEqual([...each.packages].toSorted(), [...names].toSorted(), each.name);
  }
});

test("everything that upstream curates is in the catalogue, requested, or our own", () => {
  const require = createRequire(import.meta.url);
  const entryPoint = require.resolve("@opentelemetry/auto-instrumentations-node");
  const manifest: { dependencies: Record<string, string> } = JSON.parse(
    readFileSync(join(dirname(entryPoint), "..", "package.json"), "utf8"),
  );
  const prefix = "@opentelemetry/instrumentation-";
  const curated = Object.keys(manifest.dependencies)
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.slice(prefix.length));
  const own = ["anthropic", "fastify", "http", "mcp", "openai", "runtime-node", "undici"];
  const ours = [...officialInstrumentations, ...requestedInstrumentations].map(({ name }) => name);
  assert.deepEqual([...ours, ...own].toSorted(), [...instrumentationNames].toSorted());
  assert.deepEqual(
    [...curated, "anthropic", "fastify", "mcp"].toSorted(),
    [...ours, ...own].toSorted(),
  );
  for (const name of ownPatches.keys())
    assert.ok(instrumentationNames.some((each) => each === name));
});

test("a patch that throws leaves the exports as they were and is reported", () => {
  said.length = 0;
  const file = {
    patch: (_exports: object, _version: string): object => {
      throw new Error("broken");
    },
  };
  const definition = {
    name: "lib",
    supportedVersions: ["*"],
    files: [file],
    patch: (exports: object, _version: string): object => ({ patched: exports }),
  };
  const patched: string[] = [];
  const definitions = guardDefinitions({ _modules: [definition] }, (name, version) => {
    patched.push(`${name}@${version}`);
  });
  assert.deepEqual(
    definitions.map(({ name }) => name),
    ["lib"],
  );
  const exports = {};
  assert.equal(file.patch(exports, "1.0.0"), exports);
  assert.deepEqual(definition.patch(exports, "1.0.0"), { patched: exports });
  assert.deepEqual(patched, ["lib@1.0.0"]);
  assert.deepEqual(said, [
    "@agent-otel/sdk/instrument: could not patch lib; it works without telemetry.",
  ]);
});

test("an instrumentation that patches nothing has no definitions", () => {
  for (const nothing of [{}, { _modules: [] }, { _modules: undefined, other: null }]) {
    assert.deepEqual(
      guardDefinitions(nothing, () => {}),
      [],
    );
  }
});

function isNoDebugLine(line: string): boolean {
  return !line.startsWith("@opentelemetry/");
}
