import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { findService } from "./service.ts";

const root = mkdtempSync(join(tmpdir(), "agent-otel-service-"));
after(() => rmSync(root, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(join(root, path, ".."), { recursive: true });
  writeFileSync(join(root, path), text);
}

write("app/package.json", '{ "name": "@acme/shop", "version": "1.2.3" }');
write("app/dist/package.json", '{ "type": "module" }');
write("app/src/package.json", "{ broken");
write("app/node_modules/tool/package.json", '{ "name": "tool" }');
write("other/package.json", '{ "name": "other", "version": 7 }');

test("findService() takes the nearest package.json that has a name", () => {
  const expected = { name: "@acme/shop", version: "1.2.3" };
  assert.deepEqual(findService(join(root, "app/dist/server.js"), "/"), expected);
  assert.deepEqual(findService(join(root, "app/src/server.js"), "/"), expected);
});

test("findService() asks the working directory when a tool or no file runs", () => {
  const cwd = join(root, "other");
  assert.deepEqual(findService(join(root, "app/node_modules/tool/bin.js"), cwd), { name: "other" });
  assert.deepEqual(findService(undefined, cwd), { name: "other" });
});

test("findService() finds nothing where there is nothing", () => {
  assert.equal(findService("/server.js", "/"), undefined);
});

test("findService() falls back to the tool itself, and to the working directory", () => {
  assert.deepEqual(findService(join(root, "app/node_modules/tool/bin.js"), "/"), { name: "tool" });
  assert.deepEqual(findService("/server.js", join(root, "other")), { name: "other" });
});

test("findService() follows the link that a program is installed as", () => {
  write("app/dist/server.js", "");
  write("bin/none", "");
  symlinkSync(join(root, "app/dist/server.js"), join(root, "bin/shop"));
  assert.deepEqual(findService(join(root, "bin/shop"), "/"), {
    name: "@acme/shop",
    version: "1.2.3",
  });
});

test("findService() needs no working directory, and takes a relative program from there", () => {
  assert.equal(findService(undefined, undefined), undefined);
  assert.equal(findService("-", undefined), undefined);
  assert.deepEqual(findService("-", join(root, "app/dist")), {
    name: "@acme/shop",
    version: "1.2.3",
  });
});

test("findService() passes over manifests that are pipes, folders, huge or not for names", () => {
  mkdirSync(join(root, "app/folder/package.json"), { recursive: true });
  mkdirSync(join(root, "app/pipe"));
  execFileSync("mkfifo", [join(root, "app/pipe/package.json")]);
  write("app/huge/package.json", `{ "name": "huge", "x": "${"x".repeat(300_000)}" }`);
  write("app/long/package.json", `{ "name": "${"x".repeat(300)}" }`);
  write("app/null/package.json", "null");
  write("app/list/package.json", '["name"]');
  write("app/number/package.json", '{ "name": 5 }');
  for (const folder of ["folder", "pipe", "huge", "long", "null", "list", "number"]) {
    const found = findService(join(root, "app", folder, "server.js"), "/");
    assert.equal(found?.name, "@acme/shop", folder);
  }
});
