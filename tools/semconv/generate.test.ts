import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readFacts } from "./facts.ts";
import { ROOT } from "./format.ts";
import { generateFiles } from "./generate.ts";

const files = generateFiles(readFacts());

for (const [path, text] of files) {
  test(`${path} is what the facts say (node tools/semconv/main.ts)`, () => {
    assert.equal(readFileSync(join(ROOT, path), "utf8"), text);
  });
}

test("nothing but generated files is in the folder of generated files", () => {
  const folder = "packages/semconv-genai/src/generated";
  const present = readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`);
  assert.deepEqual(
    present.filter((path) => !files.has(path)),
    [],
  );
});
