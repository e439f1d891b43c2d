import assert from "node:assert/strict";
import { test } from "node:test";
import type { SpanContext } from "@opentelemetry/api";
import { createFailedBelow } from "./failed-below.ts";

function span(id: number): SpanContext {
  return {
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: id.toString(16).padStart(16, "0"),
    traceFlags: 1,
  };
}

test("a failure holds for the spans above it, up to the root", () => {
  const failed = createFailedBelow();
  failed.add(span(2));
  assert.equal(failed.has(span(2)), true);
  assert.equal(failed.has(span(3)), false);
  assert.equal(failed.take(span(2), span(1)), true);
  assert.equal(failed.take(span(1), undefined), true);
  assert.equal(failed.isEmpty, true);
});

test("a span of another process is nobody's to judge", () => {
  const failed = createFailedBelow();
  failed.add({ ...span(1), isRemote: true });
  assert.equal(failed.isEmpty, true);
});

test("with more failures at once than are kept, no span is let off until all have ended", () => {
  const failed = createFailedBelow();
  for (let id = 1; id <= 10_500; id += 1) failed.add(span(id));
  for (let id = 1; id <= 10_500; id += 1) {
    assert.equal(failed.has(span(id)), true, String(id));
    assert.equal(failed.take(span(id), undefined), true, String(id));
  }
  assert.equal(failed.isEmpty, true);
  failed.add(span(1));
  assert.equal(failed.has(span(2)), false);
});
