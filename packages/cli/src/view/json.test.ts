import assert from "node:assert/strict";
import { test } from "node:test";
import { traceToJson } from "./json.ts";
import { testSpan } from "./spans.test.helper.ts";

test("a trace is one line of JSON without anything that a terminal obeys", () => {
  const name = "\u001b[31m\n\u009b\u202e";
  const root = testSpan("a", "", { name, kind: 2, ms: 1.5, failed: true, message: "no" });
  const line = traceToJson({ traceId: "0a", spans: [root, testSpan("b", "a")], state: "finished" });
  assert.match(line, /^[\u0020-\u007e]+$/);
  assert.deepEqual(JSON.parse(line), {
    traceId: "0a",
    state: "finished",
    rootName: name,
    service: "shop",
    spanCount: 2,
    errorCount: 1,
    spans: [
      {
        spanId: "a",
        name,
        service: "shop",
        kind: "server",
        startTimeUnixNano: "1700000000000000000",
        durationMs: 1.5,
        error: { message: "no" },
        attributes: {},
      },
      {
        spanId: "b",
        parentSpanId: "a",
        name: "b",
        service: "shop",
        kind: "internal",
        startTimeUnixNano: "1700000000000000000",
        durationMs: 1,
        attributes: {},
      },
    ],
  });
});
