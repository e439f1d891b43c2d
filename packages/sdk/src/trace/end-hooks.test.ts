import assert from "node:assert/strict";
import { test } from "node:test";
import type { EndedSpan } from "./end-hooks.ts";
import { createProcessor, createRecording } from "./recording.test.helper.ts";

/** Through a processor that has read the attributes, they are an object; otherwise a list. */
const readers = {
  "as a list": [],
  "as an object": [createProcessor({ onStart: (span) => void span.attributes })],
};

for (const [how, processors] of Object.entries(readers)) {
  test(`hooks run in order, and change the attributes before anybody sees them (${how})`, () => {
    const seen: unknown[] = [];
    const redact = (span: EndedSpan): undefined => {
      for (const key of span.attributeKeys()) {
        seen.push(key);
        if (key === "secret") span.replaceAttribute(key, "<redacted>");
      }
    };
    const processor = createProcessor({ onEnd: ({ attributes }) => seen.push({ ...attributes }) });
    const { provider, only } = createRecording({
      endHooks: [rename, redact],
      processors: [...processors, processor],
    });
    const attributes = { secret: "s", old: 1 };
    provider.getTracer("test").startSpan("a", { attributes }).end();
    const expected = { secret: "<redacted>", new: 1 };
    assert.deepEqual(seen, ["secret", "new", expected]);
    assert.deepEqual([only().name, only().attributes], ["hooked", expected]);
  });
}

test("a span that a hook leaves out is neither exported nor counted", () => {
  const seen: string[] = [];
  const { provider, spans, ledger } = createRecording({
    endHooks: [({ name }) => name !== "health"],
    processors: [createProcessor({ onEnd: ({ name }) => seen.push(name) })],
  });
  for (const name of ["health", "work"]) provider.getTracer("test").startSpan(name).end();
  assert.deepEqual([seen, spans.length, ledger.snapshot().traces.made], [["work"], 1, 0]);
});

test("a hook that throws lets nothing out, and the span counts as dropped", () => {
  const { provider, spans, ledger } = createRecording({
    endHooks: [
      () => {
        throw new Error("the hook's");
      },
    ],
  });
  provider.getTracer("test").startSpan("a").end();
  const { made, dropped, pending } = ledger.snapshot().traces;
  assert.deepEqual([spans.length, made, dropped.encoding, pending], [0, 1, 1, 0]);
});

test("attributes of a span with many of them are found after others were removed", () => {
  const { provider, only } = createRecording({
    endHooks: [
      (span) => {
        for (let at = 0; at < 100; at += 2) span.removeAttribute(`k${at}`);
        span.replaceAttribute("k99", "replaced");
        span.replaceAttribute("k1", undefined);
        return true;
      },
    ],
  });
  const attributes = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`k${at}`, at]));
  provider.getTracer("test").startSpan("a").setAttributes(attributes).end();
  const expected = Object.entries(attributes).filter(([, at]) => at % 2 === 1 && at > 1);
  assert.deepEqual(only().attributes, { ...Object.fromEntries(expected), k99: "replaced" });
});

function rename(span: EndedSpan): undefined {
  span.replaceAttribute("new", span.getAttribute("old"));
  span.removeAttribute("old");
  span.removeAttribute("unknown");
  span.name = "hooked";
}
