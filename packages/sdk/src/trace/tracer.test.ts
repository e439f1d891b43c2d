import assert from "node:assert/strict";
import { test } from "node:test";
import {
  context,
  createTraceState,
  INVALID_SPAN_CONTEXT,
  ROOT_CONTEXT,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import { suppressTracing } from "@opentelemetry/core";
import { createContextManager } from "../context/manager.ts";
import { createProcessor, createRecording } from "./recording.test.helper.ts";

const remote: SpanContext = {
  traceId: "0af7651916cd43dd8448eb211c80319c",
  spanId: "b7ad6b7169203331",
  traceFlags: 1,
  isRemote: true,
  traceState: createTraceState("vendor=1"),
};

test("a root span has random ids; its child has its trace, and it as its parent", () => {
  const { provider, spans } = createRecording();
  const tracer = provider.getTracer("test");
  const root = tracer.startSpan("root", {}, ROOT_CONTEXT);
  const child = tracer.startSpan("child", {}, trace.setSpan(ROOT_CONTEXT, root));
  const other = tracer.startSpan("other", {}, ROOT_CONTEXT);
  for (const span of [root, child, other]) span.end();
  assert.match(root.spanContext().traceId, /^[0-9a-f]{32}$/);
  assert.match(root.spanContext().spanId, /^[0-9a-f]{16}$/);
  assert.equal(child.spanContext().traceId, root.spanContext().traceId);
  assert.notEqual(other.spanContext().traceId, root.spanContext().traceId);
  assert.equal(spans[0]?.parentSpanContext, undefined);
  assert.deepEqual(spans[1]?.parentSpanContext, root.spanContext());
  assert.equal(root.spanContext(), root.spanContext());
});

test("a remote parent gives its trace, its trace state and itself", () => {
  const { provider, only } = createRecording();
  const parent = trace.setSpanContext(ROOT_CONTEXT, remote);
  const span = provider.getTracer("test").startSpan("a", {}, parent);
  span.end();
  const { traceId, traceFlags, traceState } = span.spanContext();
  assert.deepEqual([traceId, traceFlags], [remote.traceId, 1]);
  assert.equal(traceState?.serialize(), "vendor=1");
  assert.deepEqual(only().parentSpanContext, remote);
});

for (const name of ["root", "kind", "startTime", "attributes", "links"]) {
  test(`an option that throws when it is read, ${name}, costs nothing but itself`, () => {
    const { provider, only } = createRecording();
    const links = [{ context: remote }];
    const options = { kind: SpanKind.CLIENT, startTime: [1, 2], attributes: { a: 1 }, links };
    Object.defineProperty(options, name, { get: trap });
    const tracer = provider.getTracer("test");
    Reflect.apply(tracer.startSpan.bind(tracer), undefined, ["a", options]).end();
    const span = only();
    assert.equal(span.kind, name === "kind" ? SpanKind.INTERNAL : SpanKind.CLIENT);
    assert.equal(span.startTime[0] === 1, name !== "startTime");
    assert.deepEqual(span.attributes, name === "attributes" ? {} : { a: 1 });
    assert.equal(span.links.length, name === "links" ? 0 : 1);
    assert.equal(span.repairs, 1);
  });
}

test("a call without a callback is no error of the application's", () => {
  const { provider, spans } = createRecording();
  const tracer = provider.getTracer("test");
  assert.equal(Reflect.apply(tracer.startActiveSpan.bind(tracer), undefined, ["a"]), undefined);
  assert.deepEqual(spans, []);
});

function trap(): never {
  throw new Error("the application's");
}

test("an invalid parent, or the option root, begins a new trace", () => {
  const { provider, spans } = createRecording();
  const tracer = provider.getTracer("test");
  const invalid = trace.setSpanContext(ROOT_CONTEXT, INVALID_SPAN_CONTEXT);
  tracer.startSpan("a", {}, invalid).end();
  tracer.startSpan("b", { root: true }, trace.setSpanContext(ROOT_CONTEXT, remote)).end();
  for (const span of spans) {
    assert.equal(span.parentSpanContext, undefined);
    assert.notEqual(span.spanContext().traceId, remote.traceId);
    assert.notEqual(span.spanContext().traceId, INVALID_SPAN_CONTEXT.traceId);
  }
  assert.equal(spans.length, 2);
});

test("a processor sees a root span's context without the parent that it does not have", () => {
  const parents: unknown[] = [];
  const processor = createProcessor({
    onStart: (_, parent) => parents.push(trace.getSpan(parent)),
  });
  const { provider } = createRecording({ processors: [processor] });
  const parent = trace.setSpanContext(ROOT_CONTEXT, remote);
  provider.getTracer("test").startSpan("a", { root: true }, parent).end();
  assert.deepEqual(parents, [undefined]);
});

test("nothing is recorded where tracing is suppressed", () => {
  const { provider, spans } = createRecording();
  const span = provider.getTracer("test").startSpan("a", {}, suppressTracing(ROOT_CONTEXT));
  span.end();
  assert.deepEqual(
    [span.isRecording(), trace.isSpanContextValid(span.spanContext())],
    [false, false],
  );
  assert.equal(spans.length, 0);
});

test("an unsampled span is propagated, and so is its decision", () => {
  const { provider, spans } = createRecording();
  const tracer = provider.getTracer("test");
  const parent = trace.setSpanContext(ROOT_CONTEXT, { ...remote, traceFlags: 0 });
  const span = tracer.startSpan("a", {}, parent);
  const child = tracer.startSpan("b", {}, trace.setSpan(parent, span));
  span.setAttribute("a", 1).setAttributes({}).addEvent("e").addLinks([]).updateName("c");
  span.setStatus({ code: SpanStatusCode.ERROR }).recordException("x");
  child.end();
  span.end();
  for (const it of [span, child]) {
    const { traceId, traceFlags } = it.spanContext();
    assert.deepEqual([it.isRecording(), traceId, traceFlags], [false, remote.traceId, 0]);
  }
  assert.notEqual(span.spanContext().spanId, remote.spanId);
  assert.equal(spans.length, 0);
});

test("startActiveSpan makes the span active and gives back what the callback gives", () => {
  context.setGlobalContextManager(createContextManager());
  try {
    const { provider, spans } = createRecording();
    const tracer = provider.getTracer("test");
    const result = tracer.startActiveSpan("outer", (outer) => {
      assert.equal(trace.getActiveSpan(), outer);
      tracer.startActiveSpan("inner", { attributes: { a: 1 } }, (inner) => inner.end());
      tracer.startActiveSpan("apart", {}, ROOT_CONTEXT, (apart) => apart.end());
      outer.end();
      return 42;
    });
    assert.equal(result, 42);
    const [inner, apart, outer] = spans;
    assert.equal(inner?.parentSpanContext?.spanId, outer?.spanContext().spanId);
    assert.deepEqual(inner?.attributes, { a: 1 });
    assert.equal(apart?.parentSpanContext, undefined);
  } finally {
    context.disable();
  }
});

test("what the callback of startActiveSpan throws goes through", () => {
  const { provider } = createRecording();
  assert.throws(() => provider.getTracer("test").startActiveSpan("a", fail), {
    message: "the application's",
  });
});

test("the same scope gives the same tracer; all that names a scope reaches the span", () => {
  const { provider, only } = createRecording();
  const options = { schemaUrl: "https://example.com/1", attributes: { a: 1 } };
  const tracer = provider.getTracer("lib", "1.0", options);
  assert.equal(tracer, provider.getTracer("lib", "1.0", { ...options }));
  assert.notEqual(tracer, provider.getTracer("lib", "1.0"));
  assert.notEqual(provider.getTracer("lib", "1.0"), provider.getTracer("lib", "2.0"));
  tracer.startSpan("a").end();
  assert.deepEqual(only().instrumentationScope, { name: "lib", version: "1.0", ...options });
});

test("the trace id comes from the user's generator, unless that gives none", () => {
  const ids = ["1".repeat(32), "no id", "0".repeat(32), ""];
  const idGenerator = {
    generateTraceId: () => ids.shift() ?? "",
    generateSpanId: () => "2".repeat(16),
  };
  const { provider, spans } = createRecording({ idGenerator });
  for (let count = 0; count < 4; count += 1) provider.getTracer("test").startSpan("a").end();
  const [first, ...others] = spans.map((span) => span.spanContext().traceId);
  assert.equal(first, "1".repeat(32));
  for (const id of others) assert.match(id, /^(?!0{32}|1{32})[0-9a-f]{32}$/);
});

function fail(): never {
  throw new Error("the application's");
}
