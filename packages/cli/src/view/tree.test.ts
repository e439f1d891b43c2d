import assert from "node:assert/strict";
import { test } from "node:test";
import type { SpanView } from "../store/read-trace.ts";
import { testSpan } from "./spans.test.helper.ts";
import { buildForest } from "./tree.ts";
import { sumUsage } from "./usage.ts";

test("a span whose parent is absent is a root", () => {
  const { roots, nodes } = buildForest([testSpan("b", "remote"), testSpan("c", "b")]);
  assert.deepEqual(
    roots.map(({ span }) => span.spanId),
    ["b"],
  );
  assert.equal(nodes.length, 2);
});

test("spans that are each other's parents, or their own, are all shown once", () => {
  const spans = [
    testSpan("a", "b"),
    testSpan("b", "a"),
    testSpan("self", "self"),
    testSpan("c", "b"),
  ];
  const { roots, nodes } = buildForest(spans);
  assert.deepEqual(
    roots.map(({ span }) => span.spanId),
    ["a", "self"],
  );
  assert.equal(nodes.length, 4);
  assert.equal(roots[0]?.children[0]?.children.length, 1);
});

test("the tokens of an agent span that repeats those of its model calls are not counted twice", () => {
  const spans = [
    testSpan("agent", "", usage(30, 3)),
    testSpan("step", "agent"),
    testSpan("chat1", "step", usage(10, 1)),
    testSpan("chat2", "step", usage(20, 2)),
    testSpan("other", "", usage(5, 5)),
  ];
  const { nodes } = buildForest(spans);
  assert.deepEqual(sumUsage(nodes), { input: 35, output: 8, cached: 0 });
  assert.equal(sumUsage(buildForest([testSpan("a", "")]).nodes), undefined);
});

function usage(input: number, output: number): Partial<SpanView> {
  return {
    attributes: { "gen_ai.usage.input_tokens": input, "gen_ai.usage.output_tokens": output },
  };
}
