import assert from "node:assert/strict";
import { test } from "node:test";
import { ROOT_CONTEXT, trace } from "@opentelemetry/api";
import type { Context, Span } from "@opentelemetry/api";
import { noteToolSpan, takeToolSpan } from "./tool-spans.ts";

for (const [executed, called, same] of [
  ["search", "search", true],
  ["srv__search", "search", true],
  ["srv.search", "search", true],
  ["mcp:srv/search", "search", true],
  ["research", "search", false],
  ["search", "srv__search", false],
  ["search", "", false],
  ["other", "search", false],
] as const) {
  test(`a span of ${executed} ${same ? "takes" : "does not take"} a call of "${called}"`, () => {
    const span = recording();
    noteToolSpan(span, executed);
    assert.equal(takeToolSpan(inside(span), called), same ? span : undefined);
    assert.equal(takeToolSpan(inside(span), called), undefined, "only once");
  });
}

test("a span of another library takes it where its attributes can be read", () => {
  const span = recording({ "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "search" });
  assert.equal(takeToolSpan(inside(span), "search"), span);
  const chat = recording({ "gen_ai.operation.name": "chat", "gen_ai.tool.name": "search" });
  assert.equal(takeToolSpan(inside(chat), "search"), undefined);
});

test("no span, and one that has ended, takes nothing", () => {
  assert.equal(takeToolSpan(ROOT_CONTEXT, "search"), undefined);
  const ended = Object.assign(recording(), { isRecording: () => false });
  noteToolSpan(ended, "search");
  assert.equal(takeToolSpan(inside(ended), "search"), undefined);
});

function recording(attributes: object = {}): Span {
  const span = trace.wrapSpanContext({
    traceId: "1".repeat(32),
    spanId: "1".repeat(16),
    traceFlags: 1,
  });
  return Object.assign(span, { isRecording: () => true, attributes });
}

function inside(span: Span): Context {
  return trace.setSpan(ROOT_CONTEXT, span);
}
