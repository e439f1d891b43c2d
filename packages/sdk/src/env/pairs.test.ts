import assert from "node:assert/strict";
import { test } from "node:test";
import { parsePairs } from "./pairs.ts";

test("parsePairs() trims, decodes and splits at the first equals sign", () => {
  assert.deepEqual(parsePairs(" a = 1 ,b=x%20y, c=d=e ,"), [
    { key: "a", value: "1" },
    { key: "b", value: "x y" },
    { key: "c", value: "d=e" },
  ]);
});

test("parsePairs() gives each faulty pair for itself", () => {
  assert.deepEqual(parsePairs("ok=1,secret,=v,k=%zz,%zz=v"), [
    { key: "ok", value: "1" },
    { fault: 'a pair without "="' },
    { fault: "a pair without a key" },
    { fault: "a value with a broken percent-escape", key: "k" },
    { fault: "a key with a broken percent-escape" },
  ]);
});
