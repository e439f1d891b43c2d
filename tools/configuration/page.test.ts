import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { configurationPage } from "./page.ts";

test("docs/configuration.md is what the table of variables says (node tools/configuration/main.ts)", () => {
  const page = readFileSync(new URL("../../docs/configuration.md", import.meta.url), "utf8");
  assert.equal(page, configurationPage());
});
