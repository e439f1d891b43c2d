import assert from "node:assert/strict";
import { test } from "node:test";
import type { PlainObject } from "./canonical-request.ts";
import { assertDifferences } from "./assert-same.ts";
import { compareItems, type Items } from "./compare.ts";
import type { Item } from "./items.ts";
import { labelItems } from "./labels.ts";
import { normalise } from "./normalise.ts";

const first = "a".repeat(16);
const second = "b".repeat(16);
const third = "c".repeat(16);
const facts = { startedAtMs: 1000, endedAtMs: 3000 };

function span(fields: PlainObject): Item {
  const times = { startTimeUnixNano: "2000000000", endTimeUnixNano: "2000000001" };
  return { signal: "traces", origin: {}, scope: "", fields: { ...times, ...fields } };
}

function normalised(items: readonly Item[]): Items {
  const { items: labelled, ids } = labelItems(items);
  return new Map(
    labelled.map(({ label, item }) => [label, normalise(item, { ...facts, words: ids })]),
  );
}

/** A root with a child. */
function tree(ids: Readonly<Record<"child" | "childTrace" | "root" | "trace", string>>): Items {
  return normalised([
    span({ traceId: ids.trace, spanId: ids.root, name: "root" }),
    span({ traceId: ids.childTrace, spanId: ids.child, parentSpanId: ids.root, name: "child" }),
  ]);
}

const trace = "d".repeat(32);
const other = "e".repeat(32);
const ids = { trace, childTrace: trace, root: first, child: second };

test("spans are the same under other ids", () => {
  const renamed = tree({ trace: other, childTrace: other, root: third, child: first });
  assert.deepEqual(compareItems(tree(ids), renamed), []);
});

test("a child that has lost its parent is another span", () => {
  const flat = normalised([
    span({ traceId: trace, spanId: first, name: "root" }),
    span({ traceId: other, spanId: second, name: "child" }),
  ]);
  assert.deepEqual(compareItems(tree(ids), flat), [
    { where: "span root > child", native: "there" },
    { where: "span child", upstream: "there" },
  ]);
});

test("a child in another trace than its parent is seen", () => {
  const [difference, ...others] = compareItems(tree(ids), tree({ ...ids, childTrace: other }));
  assert.equal(difference?.where, "span root > child | traceId");
  assert.deepEqual(others, []);
});

test("a time outside the run stays, and an end before the start is seen", () => {
  const within = startedAt("1999999999");
  assert.equal(within?.["startTimeUnixNano"], "<now>");
  assert.equal(within?.["endsBeforeItsStart"], false);
  assert.equal(startedAt("2500000000")?.["endsBeforeItsStart"], true);
  assert.equal(startedAt("9000000000")?.["startTimeUnixNano"], "9000000000");
});

function startedAt(startTimeUnixNano: string): PlainObject | undefined {
  return normalised([span({ spanId: first, name: "a", startTimeUnixNano })]).get("span a");
}

test("a span that was received twice is refused", () => {
  const twice = span({ spanId: first, name: "a" });
  assert.throws(() => labelItems([twice, twice]), /a span was received twice/);
});

test("a known difference that is no longer there fails as one does that is not known", () => {
  const [one, two, three] = ["1", "2", "3"].map((value) => new Map([["span a", { value }]]));
  assert.ok(one !== undefined && two !== undefined && three !== undefined);
  const known = [{ where: "span a | value", native: "1", upstream: "2" }];
  assertDifferences(one, two, known);
  assert.throws(() => assertDifferences(one, one, known), /known to differ/);
  assert.throws(() => assertDifferences(one, three, known), /known to differ/);
  assert.throws(() => assertDifferences(one, two, []), /known to differ/);
});
