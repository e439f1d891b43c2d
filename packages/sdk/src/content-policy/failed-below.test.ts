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
    assert.equal(findText([spans.at(-1)?.events], "secret") === undefined, false);
  });
}

function above(span: Span): Context {
  return trace.setSpan(ROOT_CONTEXT, span);
}

function fail(span: Span): void {
  span.recordException(new Error("secret"));
  span.setStatus({ code: SpanStatusCode.ERROR, message: "secret" });
  span.end();
}
