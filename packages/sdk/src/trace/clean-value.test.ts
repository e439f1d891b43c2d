import assert from "node:assert/strict";
import { test } from "node:test";
import { cleanValue } from "./clean-value.ts";

function clean(value: unknown): { readonly copy: unknown; readonly repairs: number } {
  const cleaning = { maxLength: Number.POSITIVE_INFINITY, repairs: 0 };
  return { copy: cleanValue(value, cleaning), repairs: cleaning.repairs };
}

const embedding = Array.from({ length: 100_000 }, (_, at) => at / 7);

const whole: Readonly<Record<string, unknown>> = {
  "a list of 100,000 numbers": embedding,
  "a list of 100,000 texts": embedding.map(String),
  "a list of all that is no object": embedding.map((_, at) => [at, "a", true, null][at % 4]),
  "four lists of 100,000 numbers": [embedding, embedding, { deep: embedding }, [embedding]],
  "an object of 20,000 members": Object.fromEntries(
    embedding.slice(0, 20_000).map((value, at) => [`key${at}`, value]),
  ),
  "20,000 messages": embedding.slice(0, 20_000).map(() => ({ role: "user", parts: ["text"] })),
};

for (const [name, value] of Object.entries(whole)) {
  test(`${name} is copied whole`, () => {
    assert.deepEqual(clean(value), { copy: value, repairs: 0 });
  });
}

test("an array of floats is a whole list of numbers", () => {
  assert.deepEqual(clean(Float64Array.from(embedding)).copy, embedding);
});

test("a list with more members than a request has room for is cut, counted, and holds no text in place of the rest", () => {
  const { copy, repairs } = clean(Array<number>(5_000_000).fill(1));
  assert.ok(Array.isArray(copy));
  assert.deepEqual([copy.length, copy.at(-1), repairs], [4_194_304, 1, 1]);
});

test("a list that is only said to be long has an end", () => {
  const { copy, repairs } = clean(Object.assign([1], { length: 4_294_967_295 }));
  assert.ok(Array.isArray(copy));
  assert.deepEqual([copy.length, repairs], [4_194_304, 1]);
});

/** Levels of lists that each have the next one twice. */
function explosion(levels: number, bottom: unknown): unknown {
  let value = bottom;
  for (let level = 0; level < levels; level += 1) value = [value, value];
  return value;
}

test("a value of astronomical size is cut, and counted", () => {
  const { copy, repairs } = clean(explosion(23, { a: 1 }));
  const text = JSON.stringify(copy);
  assert.ok(text.length > 100_000 && text.length < 10_000_000, `${text.length}`);
  assert.match(text, /"\[omitted\]"\]+$/);
  assert.ok(repairs > 0);
});

for (const [name, long] of Object.entries({
  text: "x".repeat(1_000_000),
  bytes: new Uint8Array(1_000_000),
})) {
  test(`${name} that a value has ten thousand times is in the copy as often as fits`, () => {
    const { copy, repairs } = clean({ list: Array.from({ length: 10_000 }, () => ({ long })) });
    const list: unknown = Reflect.get(Object(copy), "list");
    assert.ok(Array.isArray(list));
    const kept = list.filter((entry) => Reflect.get(Object(entry), "long") !== "[omitted]").length;
    assert.ok(kept > 16 && kept < 40, `${kept}`);
    assert.deepEqual([list.length, repairs], [10_000, 10_000 - kept]);
  });
}
