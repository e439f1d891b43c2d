import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { CONTENTS } from "../validate/arbitrary.test.helper.ts";
import * as guards from "./guards.ts";
import { schemaOf } from "./schemas.test.helper.ts";

const GUARDS = [
  ["gen_ai.input.messages", guards.isInputMessages],
  ["gen_ai.output.messages", guards.isOutputMessages],
  ["gen_ai.system_instructions", guards.isSystemInstructions],
  ["gen_ai.tool.definitions", guards.isToolDefinitions],
  ["gen_ai.tool.call.arguments", guards.isRecord],
  ["gen_ai.tool.call.result", guards.isRecord],
  ["gen_ai.memory.records", guards.isMemoryRecords],
  ["gen_ai.retrieval.documents", guards.isRetrievalDocuments],
] as const;

for (const [kind, guard] of GUARDS) {
  test(`the guard of ${kind} says the same as the published schema`, () => {
    const validate = schemaOf(kind);
    const right = CONTENTS[kind];
    assert.ok(right);
    let accepted = 0;
    fc.assert(
      fc.property(fc.oneof(right, broken(right), fc.jsonValue()), (value) => {
        const json: unknown = JSON.parse(JSON.stringify(value));
        assert.equal(guard(json), validate(json), JSON.stringify(json));
        accepted += Number(validate(json));
      }),
      { numRuns: 500 },
    );
    assert.ok(accepted > 50 && accepted < 500, `${accepted} of 500 values were accepted`);
  });
}

/** Contents of which one value, somewhere, is another one or gone. */
function broken(right: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const other = fc.constantFrom<unknown>(null, 5, "x", [], {}, undefined);
  return fc.tuple(right, fc.nat(), other).map(([value, place, replacement]) => {
    const places = placesOf(value);
    const chosen = places[place % Math.max(1, places.length)];
    if (chosen === undefined) return replacement ?? null;
    return replaced(value, chosen, replacement);
  });
}

function placesOf(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [];
  const places: (readonly string[])[] = [];
  for (const [key, item] of Object.entries(value)) {
    places.push([...path, key]);
    places.push(...placesOf(item, [...path, key]));
  }
  return places;
}

function replaced(
  value: unknown,
  [key = "", ...rest]: readonly string[],
  replacement: unknown,
): unknown {
  const change = (item: unknown): unknown =>
    rest.length === 0 ? replacement : replaced(item, rest, replacement);
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === key ? change(item) : item));
  const entries = Object.entries(Object(value));
  return Object.fromEntries(
    entries.map(([name, item]) => [name, name === key ? change(item) : item]),
  );
}
