import assert from "node:assert/strict";
import { test } from "node:test";

import { diag } from "@opentelemetry/api";

import { selectModules } from "./catalogue.ts";
import { createOfficialLoader } from "./official.ts";

const said: string[] = [];
function say(message: string): void {
  said.push(message);
}
diag.setLogger({ error: say, warn: say, info: say, debug: say, verbose: say });

test("an instrumentation that cannot be loaded is reported once and hurts nobody", () => {
  said.length = 0;
  const loader = createOfficialLoader([
    { package: "a", instrumentation: "@opentelemetry/absent", exportName: "A" },
    { package: "b", instrumentation: "@opentelemetry/instrumentation-pino", exportName: "Absent" },
  ]);
  for (const name of ["a", "a/file.js", "b", "c"]) loader.load(name);
  assert.deepEqual(said, [
    "@agent-otel/sdk/instrument: could not load @opentelemetry/absent; a is not instrumented.",
    "@agent-otel/sdk/instrument: could not load @opentelemetry/instrumentation-pino; b is not instrumented.",
  ]);
});

test("every official instrumentation of the catalogue can be loaded, and is wanted until then", () => {
  said.length = 0;
  const { official } = selectModules(() => true);
  assert.equal(official.length, 1);
  const loader = createOfficialLoader(official);
  for (const { package: name } of official) {
    assert.equal(loader.wants(`${name}/file.js`), true);
    loader.load(name);
    assert.equal(loader.wants(name), false);
  }
  assert.equal(loader.wants("./pino"), false);
  assert.deepEqual(said, []);
});
