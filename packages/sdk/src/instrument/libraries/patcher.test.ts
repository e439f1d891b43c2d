import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, test } from "node:test";

import { DiagLogLevel, diag } from "@opentelemetry/api";

import type { ModulePatch } from "./module-patch.ts";
import type { PackageFile } from "./package-path.ts";
import { createPatcher } from "./patcher.ts";

const directory = mkdtempSync(join(tmpdir(), "patcher-"));
writeFileSync(join(directory, "package.json"), JSON.stringify({ name: "lib", version: "2.1.0" }));
after(() => {
  rmSync(directory, { recursive: true });
});

const said: string[] = [];
const say = (message: string): void => {
  said.push(message);
};
diag.setLogger(
  { error: say, warn: say, info: say, debug: say, verbose: say },
  { logLevel: DiagLogLevel.WARN },
);
beforeEach(() => {
  said.length = 0;
});

const main: PackageFile = { name: "lib", directory, file: "index.js" };

function patchOf(overrides: Partial<ModulePatch> = {}): ModulePatch {
  return {
    package: "lib",
    versions: [">=2.0.0 <3.0.0"],
    files: ["index.js"],
    patch: (exports) => ({ patched: exports }),
    ...overrides,
  };
}

test("a file is patched once, however it is reached", () => {
  const patcher = createPatcher([patchOf()]);
  const exports = {};
  const patched = patcher.apply(main, exports, () => false);
  assert.deepEqual(patched, { patched: {} });
  assert.equal(
    patcher.apply(main, patched, () => false),
    patched,
  );
  const namespace = { [Symbol.toStringTag]: "Module", default: exports };
  assert.equal(
    patcher.apply(main, namespace, () => false),
    namespace,
  );
});

test("other files, other packages and values that hold nothing are left alone", () => {
  const patcher = createPatcher([patchOf()]);
  const exports = {};
  assert.equal(
    patcher.apply({ ...main, file: "other.js" }, exports, () => true),
    exports,
  );
  assert.equal(
    patcher.apply({ ...main, name: "lib2" }, exports, () => true),
    exports,
  );
  assert.equal(
    patcher.apply(main, undefined, () => true),
    undefined,
  );
});

test("a patch without files is for the main entry", () => {
  const { files: _files, ...entry } = patchOf();
  const patcher = createPatcher([entry]);
  const exports = {};
  assert.equal(
    patcher.apply(main, exports, () => false),
    exports,
  );
  assert.notEqual(
    patcher.apply(main, exports, () => true),
    exports,
  );
});

test("an unsupported version is named and left alone", () => {
  const exports = {};
  const patcher = createPatcher([patchOf({ versions: [">=3.0.0 <4.0.0"] })]);
  assert.equal(
    patcher.apply(main, exports, () => false),
    exports,
  );
  assert.deepEqual(said, [
    "@agent-otel/sdk/instrument: lib 2.1.0 is not instrumented; supported: >=3.0.0 <4.0.0.",
  ]);
});

test("a patch that throws leaves the exports as they were and is reported", () => {
  const exports = {};
  const patcher = createPatcher([
    patchOf({
      patch() {
        throw new Error("broken");
      },
    }),
  ]);
  assert.equal(
    patcher.apply(main, exports, () => false),
    exports,
  );
  assert.deepEqual(said, [
    "@agent-otel/sdk/instrument: could not patch lib; it works without telemetry.",
  ]);
});

test("a package without a readable manifest is left alone", () => {
  const exports = {};
  const patcher = createPatcher([patchOf()]);
  const file = { ...main, directory: join(directory, "absent") };
  assert.equal(
    patcher.apply(file, exports, () => false),
    exports,
  );
  assert.equal(said.length, 1);
});
