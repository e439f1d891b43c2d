import assert from "node:assert/strict";
import { test } from "node:test";
import { argumentHash } from "./argument-hash.ts";
import { RunAccount } from "./run-account.ts";

test("the same arguments have the same hash, whatever their form", () => {
  const hash = argumentHash("t", { a: 1, b: { c: [1, "x", null] } });
  assert.equal(typeof hash, "number");
  assert.equal(argumentHash("t", { b: { c: [1, "x", null] }, a: 1 }), hash);
  assert.equal(argumentHash("t", ' {"b":{"c":[1,"x",null]},"a":1}'), hash);
});

const other: readonly (readonly [unknown, unknown])[] = [
  [{ a: 1 }, { a: "1" }],
  [{ a: [1, 2] }, { a: [2, 1] }],
  [{ a: [[1], 2] }, { a: [1, [2]] }],
  [{ a: undefined }, {}],
  ["ab", "ba"],
  [1, 1n],
];
for (const [left, right] of other) {
  test(`${inspect(left)} and ${inspect(right)} have different hashes`, () => {
    assert.notEqual(argumentHash("t", left), argumentHash("t", right));
  });
}

test("the tool is part of the hash", () => {
  assert.notEqual(argumentHash("s", 1), argumentHash("t", 1));
});

test("what is circular, huge, opaque or hostile is not compared, and quickly so", () => {
  const circular: Record<string, unknown> = {};
  circular["self"] = circular;
  const hostile = new Proxy(
    {},
    {
      ownKeys: () => {
        throw new Error("no");
      },
    },
  );
  const huge = "x".repeat(10_000_000);
  const wide = Array.from({ length: 1_000_000 }, (_, index) => index);
  const given = [
    circular,
    hostile,
    huge,
    `{"a":"${huge}"}`,
    wide,
    new Date(0),
    new Map(),
    Buffer.alloc(9),
  ];
  const start = performance.now();
  for (const value of given) assert.equal(argumentHash("t", value), undefined);
  assert.ok(performance.now() - start < 1000);
});

test("a run of a million tool calls keeps a bounded number of hashes and goes on comparing", () => {
  const account = new RunAccount();
  account.toolCalled("t", () => "first");
  for (let call = 0; call < 10_000; call += 1) account.toolCalled("t", () => ({ call }));
  account.toolCalled("t", () => "first");
  assert.equal(account.figures().toolCalls, 10_002);
  assert.equal(account.figures().repeatedToolCalls, 1);
});

function inspect(value: unknown): string {
  return typeof value === "bigint" ? `${value}n` : JSON.stringify(value);
}
