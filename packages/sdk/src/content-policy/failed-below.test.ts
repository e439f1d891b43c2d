import assert from "node:assert/strict";
import { test } from "node:test";
import { type Context, ROOT_CONTEXT, type Span, SpanStatusCode, trace } from "@opentelemetry/api";
import { findText } from "./find-text.ts";
import { engines, policyOf } from "./policy-engines.test.helper.ts";

for (const [name, start] of Object.entries(engines)) {
  test(`no error of the spans above goes out, however many calls have failed at once (${name})`, () => {
    const { tracer, spans } = start(policyOf());
    const roots = Array.from({ length: 2500 }, (_, at) => tracer("http").startSpan(`root ${at}`));
    const middles = roots.map((root) => tracer("app").startSpan("middle", {}, above(root)));
    for (const middle of middles) fail(tracer("openai").startSpan("chat", {}, above(middle)));
    for (const middle of middles) fail(middle);
    for (const root of roots) fail(root);
    assert.equal(spans.length, 7500);
    const leaks = spans.filter((span) => findText([span.events, span.status], "secret"));
    assert.deepEqual(
      leaks.map((span) => span.name),
      [],
    );
    const later = { startTime: Date.now() + 60_000 };
    fail(tracer("http").startSpan("later", later));
    assert.match(String(spans.at(-1)?.status.message), /^secret/);
  });
}

function above(span: Span): Context {
  return trace.setSpan(ROOT_CONTEXT, span);
}

let said = 0;

function fail(span: Span): void {
  // Each has words of its own: none is known by what it says.
  const message = `secret ${(said += 1)}`;
  span.recordException(new Error(message));
  span.setStatus({ code: SpanStatusCode.ERROR, message });
  span.end();
}
