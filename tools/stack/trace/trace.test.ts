import assert from "node:assert/strict";
import { test } from "node:test";
import { drawTree } from "./draw-tree.ts";
import { findProblems } from "./find-problems.ts";
import type { Expectation } from "./find-problems.ts";
import { parseStoredTrace } from "./stored-trace.ts";

function base64(id: number): string {
  return Buffer.from([0, 0, 0, 0, 0, 0, 0, id]).toString("base64");
}

/** A span as Tempo writes it: ids in base64. */
function span(id: number, parent: number | undefined, name: string, kind = "SERVER"): object {
  return {
    spanId: base64(id),
    ...(parent === undefined ? {} : { parentSpanId: base64(parent) }),
    name,
    kind: `SPAN_KIND_${kind}`,
    startTimeUnixNano: String(1_795_200_000_000_000_000n + BigInt(id)),
    endTimeUnixNano: String(1_795_200_000_012_500_000n + BigInt(id)),
    status: id === 3 ? { code: "STATUS_CODE_ERROR" } : {},
  };
}

function answer(...spans: readonly object[]): unknown {
  const attributes = [{ key: "service.name", value: { stringValue: "shop" } }];
  return {
    trace: { resourceSpans: [{ resource: { attributes }, scopeSpans: [{ spans }] }] },
    metrics: {},
  };
}

const EXPECTATION: Expectation = {
  spans: [
    { what: "GET /", matches: (name) => name === "GET /", kind: "SERVER", atLeast: 1 },
    { what: "work", matches: (name) => name === "work", kind: "INTERNAL", atLeast: 2 },
  ],
  secrets: ["Secret words"],
};

const WHOLE = answer(
  span(1, undefined, "GET /"),
  span(2, 1, "work", "INTERNAL"),
  span(3, 2, "work", "INTERNAL"),
  span(4, 1, "last", "CLIENT"),
);

test("findProblems() finds nothing in a whole trace", () => {
  assert.deepEqual(findProblems(parseStoredTrace(WHOLE), EXPECTATION), []);
});

test("findProblems() sees that Tempo does not have the trace", () => {
  assert.deepEqual(findProblems(parseStoredTrace({ trace: {}, metrics: {} }), EXPECTATION), [
    "Tempo has no span of this trace.",
  ]);
});

function problemsOf(...spans: readonly object[]): readonly string[] {
  return findProblems(parseStoredTrace(answer(...spans)), EXPECTATION);
}

test("findProblems() sees a missing parent, a second root, a wrong root and a missing span", () => {
  assert.deepEqual(
    problemsOf(
      span(1, undefined, "GET /"),
      span(2, 1, "work", "INTERNAL"),
      span(3, 9, "work", "INTERNAL"),
    ),
    ['"work" has a parent that is not in the trace: 0000000000000009.'],
  );
  assert.deepEqual(problemsOf(span(1, undefined, "GET /"), span(2, undefined, "GET /")), [
    'Expected one root, got 2: "GET /", "GET /".',
    'Expected "work" (INTERNAL) at least 2 times, got 0.',
  ]);
  assert.deepEqual(
    problemsOf(span(1, undefined, "GET /", "CLIENT"))[0],
    'Expected the root to be "GET /" (SERVER), got "GET /" (CLIENT).',
  );
  assert.deepEqual(
    problemsOf(span(1, undefined, "GET /"), span(1, undefined, "GET /"))[0],
    "Two spans have the same id.",
  );
});

test("findProblems() sees a secret in a name, an attribute or an event, in any case", () => {
  const holders = [
    {
      ...span(1, undefined, "GET /"),
      attributes: [{ key: "a", value: { stringValue: "my SECRET words" } }],
    },
    { ...span(1, undefined, "GET /"), events: [{ name: "secret words" }] },
    {
      ...span(1, undefined, "GET /"),
      attributes: [{ key: "secret words", value: { intValue: "1" } }],
    },
  ];
  for (const holder of holders) {
    const problems = findProblems(parseStoredTrace(answer(holder)), EXPECTATION);
    assert.match(problems.at(-1) ?? "", /^There is content: "Secret words" in "/u);
  }
});

test("drawTree() draws children below their parents, oldest first, with errors", () => {
  assert.equal(
    drawTree(parseStoredTrace(WHOLE).spans),
    [
      "GET /  server · shop · 12.5 ms",
      "├─ work  internal · shop · 12.5 ms",
      "│  └─ work  internal · shop · 12.5 ms ERROR",
      "└─ last  client · shop · 12.5 ms",
    ].join("\n"),
  );
});

test("drawTree() marks a span whose parent is missing, and ends with spans in a circle", () => {
  const { spans } = parseStoredTrace(
    answer(span(1, undefined, "GET /"), span(5, 9, "lost"), span(6, 6, "itself")),
  );
  assert.equal(
    drawTree(spans),
    ["GET /  server · shop · 12.5 ms", "(parent missing) lost  server · shop · 12.5 ms"].join("\n"),
  );
});
