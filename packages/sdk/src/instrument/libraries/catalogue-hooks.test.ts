import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { officialInstrumentations } from "./catalogue-official.ts";
import { loadOfficial } from "./official.ts";

/** One module definition of an instrumentation, and a package made to fit it. */
interface Target {
  readonly name: string;
  readonly version: string;
  /** Files that are patched, as the instrumentation names them: with the package in front. */
  readonly files: readonly string[];
  /** True when the package's main entry is patched itself. */
  readonly main: boolean;
}

const root = mkdtempSync(join(tmpdir(), "catalogue-"));
after(() => rmSync(root, { recursive: true }));

/** All that `init()` of each instrumentation defines, which no test needs to know by heart. */
const targets: readonly Target[] = officialInstrumentations.flatMap((entry) => {
  const instrumentation = loadOfficial(entry) ?? assert.fail(entry.name);
  const get: unknown = Reflect.get(instrumentation, "getModuleDefinitions");
  assert.ok(typeof get === "function");
  const definitions: readonly Definition[] = Reflect.apply(get, instrumentation, []);
  return definitions.map(({ name, supportedVersions, files, patch }) => {
    const version = lowest(supportedVersions[0] ?? "");
    const fitting = files.filter((file) => lowest(file.supportedVersions[0] ?? "") === version);
    return { name, version, files: fitting.map((file) => file.name), main: patch !== undefined };
  });
});

interface Definition {
  readonly name: string;
  readonly supportedVersions: readonly string[];
  readonly files: readonly Pick<Definition, "name" | "supportedVersions">[];
  readonly patch?: unknown;
}

/** The lowest version of a range: `>=1.3 <4`, `>= 6.7 < 8`, `^3.1.0`, `2`. */
function lowest(range: string): string {
  const [major = "", minor = "0", patch = "0"] = /\d+(?:\.\d+)*/.exec(range)?.[0].split(".") ?? [];
  return `${major}.${minor}.${patch}`;
}

/** A folder with an application that loads nothing but this package. */
function install({ name, version, files }: Target, index: number): void {
  const folder = join(root, String(index));
  const main = files.length === 0 ? "index.js" : "main-entry.js";
  const home = join(folder, "node_modules", name);
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, "package.json"), JSON.stringify({ name, version, main }));
  for (const file of files) {
    const path = join(folder, "node_modules", file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, "module.exports = class {};");
  }
  const requires = files.map(
    (file) => `require(${JSON.stringify(`.${file.slice(name.length)}`)});`,
  );
  writeFileSync(join(home, main), `${requires.join("\n")}\nmodule.exports = class {};`);
  writeFileSync(join(folder, "app.cjs"), `require(${JSON.stringify(name)});`);
  writeFileSync(join(folder, "app.mjs"), `import ${JSON.stringify(name)};`);
}

for (const format of ["mjs", "cjs"] as const) {
  test(`every patch of every curated instrumentation is applied at the first load (.${format})`, async () => {
    assert.ok(targets.length > 40);
    for (const [index, target] of targets.entries()) install(target, index);
    const files = targets.map((_target, index) => join(root, String(index), `app.${format}`));
    const program = join(root, "all.mjs");
    writeFileSync(program, files.map((file) => `import ${JSON.stringify(file)};`).join("\n"));
    const preload = fileURLToPath(new URL("hooks-spy.test.fixture.mjs", import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, ["--import", preload, program], {
      timeout: 60_000,
    });
    const applied: readonly string[] = JSON.parse(stdout);
    const expected = targets.flatMap(({ name, version, files: own, main }) =>
      [...own, ...(main ? [name] : [])].map((each) => `${each}@${version}`),
    );
    assert.deepEqual(new Set(applied), new Set(expected));
  });
}
