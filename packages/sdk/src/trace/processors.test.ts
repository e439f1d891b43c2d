import assert from "node:assert/strict";
import { test } from "node:test";
import type { ReadableSpan, Span } from "@opentelemetry/sdk-trace";
import { createProcessor, createRecording } from "./recording.test.helper.ts";

test("a processor meets one and the same object from start to end, and can change it until then", () => {
  const met: [string, unknown, boolean][] = [];
  const note = (when: string, span: ReadableSpan): void => {
    met.push([when, span, span.ended]);
  };
  const processor = createProcessor({
    onStart: (span) => {
      note("start", span);
      span.setAttribute("at.start", 1);
    },
    onEnding: (span) => {
      note("ending", span);
      span.setAttribute("at.ending", 2).updateName("renamed");
    },
    onEnd: (span) => note("end", span),
  });
  const { provider, only } = createRecording({ processors: [processor] });
  provider.getTracer("test").startSpan("a").end();
  const span = only();
  assert.deepEqual(met, [
    ["start", span, false],
    ["ending", span, false],
    ["end", span, true],
  ]);
  assert.deepEqual([span.name, span.attributes], ["renamed", { "at.start": 1, "at.ending": 2 }]);
});

test("what a processor changes in the attributes, as redacting ones do, is what the next one sees", () => {
  const processor = createProcessor({
    onEnd: (span) => {
      delete span.attributes["secret"];
      span.attributes["text"] = "redacted";
      span.events.length = 0;
    },
  });
  const { provider, only } = createRecording({ processors: [processor] });
  const span = provider.getTracer("test").startSpan("a");
  span.setAttributes({ secret: "s", text: "t", kept: 1 }).addEvent("e");
  span.end();
  assert.deepEqual([only().attributes, only().events], [{ text: "redacted", kept: 1 }, []]);
});

test("spans can be read through a proxy and through inheritance, as wrappers do", () => {
  const read: unknown[] = [];
  const processor = createProcessor({
    onEnd: (span) => {
      const proxy = new Proxy(span, { get: (target, key, self) => Reflect.get(target, key, self) });
      const heir: ReadableSpan = Object.create(span, { name: { value: "heir" } });
      for (const it of [proxy, heir]) {
        read.push([it.name, it.attributes, it.spanContext().spanId, it.duration[0], it.ended]);
      }
    },
  });
  const { provider, only } = createRecording({ processors: [processor] });
  provider
    .getTracer("test")
    .startSpan("a", { attributes: { a: 1 } })
    .end();
  const { spanId } = only().spanContext();
  assert.deepEqual(read, [
    ["a", { a: 1 }, spanId, 0, true],
    ["heir", { a: 1 }, spanId, 0, true],
  ]);
});

test("a processor that throws or rejects hurts neither the application nor the next processor", async () => {
  const seen: string[] = [];
  const bad = createProcessor({
    onStart: fail,
    onEnding: fail,
    onEnd: fail,
    forceFlush: () => Promise.reject(new Error("the processor's")),
    shutdown: fail,
  });
  const good = createProcessor({
    onStart: (span: Span) => seen.push(`start ${span.name}`),
    onEnd: ({ name }) => seen.push(`end ${name}`),
    forceFlush: () => Promise.resolve(void seen.push("flush")),
    shutdown: () => Promise.resolve(void seen.push("shutdown")),
  });
  const { provider, spans } = createRecording({ processors: [bad, good] });
  provider.getTracer("test").startSpan("a").end();
  await provider.forceFlush();
  await provider.shutdown();
  assert.deepEqual(seen, ["start a", "end a", "flush", "shutdown"]);
  assert.equal(spans.length, 1);
});

test("a processor whose flush never ends does not hold ours for ever", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const hanging = createProcessor({ forceFlush: () => new Promise(() => undefined) });
  const { provider } = createRecording({ processors: [hanging] });
  const flushed = provider.forceFlush();
  context.mock.timers.tick(30_000);
  await flushed;
});

test("after shutdown spans record nothing", async () => {
  const { provider, spans } = createRecording();
  const open = provider.getTracer("test").startSpan("open");
  await Promise.all([provider.shutdown(), provider.shutdown()]);
  const span = provider.getTracer("test").startSpan("late");
  assert.equal(span.isRecording(), false);
  span.end();
  open.end();
  assert.deepEqual(
    spans.map(({ name }) => name),
    ["open"],
  );
});

function fail(): never {
  throw new Error("the processor's");
}
