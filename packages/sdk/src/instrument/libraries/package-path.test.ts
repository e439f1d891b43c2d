import assert from "node:assert/strict";
import { test } from "node:test";

import { packageFileOf, packageOfSpecifier } from "./package-path.ts";

test("packageFileOf() finds the innermost package", () => {
  assert.deepEqual(packageFileOf("/a/node_modules/.pnpm/@s+p@1/node_modules/@s/p/dist/i.js"), {
    name: "@s/p",
    directory: "/a/node_modules/.pnpm/@s+p@1/node_modules/@s/p",
    file: "dist/i.js",
  });
  assert.deepEqual(packageFileOf(String.raw`C:\a\node_modules\openai\lib\x.js`), {
    name: "openai",
    directory: String.raw`C:\a\node_modules\openai`,
    file: "lib/x.js",
  });
});

test("packageFileOf() knows files outside packages", () => {
  for (const path of [
    "/a/b.js",
    "/a/node_modules/b.js",
    "/a/node_modules/@s/b.js",
    "node_modules/p/b.js",
  ]) {
    assert.equal(packageFileOf(path), undefined, path);
  }
});

test("packageOfSpecifier() reads bare specifiers only", () => {
  assert.equal(packageOfSpecifier("pino"), "pino");
  assert.equal(packageOfSpecifier("pino/file.js"), "pino");
  assert.equal(packageOfSpecifier("@s/p"), "@s/p");
  assert.equal(packageOfSpecifier("@s/p/a/b.js"), "@s/p");
  for (const other of ["./pino", "/pino", "node:fs", "file:///pino", String.raw`C:\pino`]) {
    assert.equal(packageOfSpecifier(other), undefined, other);
  }
});
