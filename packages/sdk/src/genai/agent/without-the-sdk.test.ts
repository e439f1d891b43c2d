import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "node:test";

/** Every module that a module loads, itself included; packages by their names. */
function loadedBy(url: URL, seen: Set<string> = new Set()): Set<string> {
  if (seen.has(url.href)) return seen;
  seen.add(url.href);
  const source = readFileSync(fileURLToPath(url), "utf8");
  for (const [, clause = "", from = ""] of source.matchAll(
    /^(?:import|export) ([^;]*?) from "([^"]+)";/gm,
  )) {
    if (clause.startsWith("type ")) continue;
    if (from.startsWith(".")) loadedBy(new URL(from, url), seen);
    else seen.add(from);
  }
  return seen;
}

test("the agent API loads nothing but the API, the conventions and itself", () => {
  const loaded = [...loadedBy(new URL("../index.ts", import.meta.url))];
  assert.ok(loaded.length > 10);
  const others = loaded.filter((name) => !/\/genai\/(?:agent\/[\w-]+|index)\.ts$/.test(name));
  assert.deepEqual(others.toSorted(), ["@agent-otel/semconv-genai", "@opentelemetry/api"]);
});
