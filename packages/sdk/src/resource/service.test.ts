import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
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
