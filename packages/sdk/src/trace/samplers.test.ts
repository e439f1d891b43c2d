import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Context,
  createTraceState,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  trace,
} from "@opentelemetry/api";
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  type Sampler,
  SamplingDecision,
  TraceIdRatioBasedSampler,
} from "@opentelemetry/sdk-trace";
import { createRandom, randomHex } from "../export/encode/random.test.helper.ts";
import { createProcessor, createRecording } from "./recording.test.helper.ts";
import { createSampler } from "./samplers.ts";

function parentContexts(): readonly Context[] {
  const parent = { traceId: "1".repeat(32), spanId: "2".repeat(16), traceFlags: 0 };
  return [
    ROOT_CONTEXT,
    trace.setSpanContext(ROOT_CONTEXT, parent),
    trace.setSpanContext(ROOT_CONTEXT, { ...parent, traceFlags: 1 }),
    trace.setSpanContext(ROOT_CONTEXT, { ...parent, traceFlags: 1, isRemote: true }),
    trace.setSpanContext(ROOT_CONTEXT, { ...parent, traceFlags: 2, isRemote: true }),
    trace.setSpanContext(ROOT_CONTEXT, { ...parent, traceId: "invalid", traceFlags: 1 }),
  ];
}

test("the built-in samplers decide as upstream's do", () => {
  const random = createRandom(7);
  for (const ratio of [0, 0.001, 0.1, 0.5, 0.999, 1]) {
    const root = new TraceIdRatioBasedSampler(ratio);
    const pairs: readonly (readonly [Sampler, Sampler])[] = [
      [createSampler({ ratio, parentBased: false }), root],
      [createSampler({ ratio, parentBased: true }), new ParentBasedSampler({ root })],
    ];
    for (const [ours, theirs] of pairs) {
      for (const context of parentContexts()) {
        for (let count = 0; count < 200; count += 1) {
          const args = [context, randomHex(random, 32), "a", SpanKind.SERVER, {}, []] as const;
          assert.equal(
            decide(ours, args),
            decide(theirs, args),
            `${theirs.toString()}, ${args[1]}`,
          );
        }
      }
    }
  }
});

type Question = readonly [Context, string, string, SpanKind, object, readonly []];

function decide(sampler: Sampler, [context, traceId, name, kind]: Question): SamplingDecision {
  return sampler.shouldSample(context, traceId, name, kind, {}, []).decision;
}

test("the built-in samplers have the names of upstream's", () => {
  assert.equal(
    createSampler({ ratio: 1, parentBased: false }).toString(),
    new AlwaysOnSampler().toString(),
  );
  assert.equal(
    createSampler({ ratio: 0, parentBased: false }).toString(),
    new AlwaysOffSampler().toString(),
  );
  const half = new TraceIdRatioBasedSampler(0.5);
  assert.equal(createSampler({ ratio: 0.5, parentBased: false }).toString(), half.toString());
});

test("spans made through the tracer follow the ratio", () => {
  const { provider, spans } = createRecording({
    sampler: createSampler({ ratio: 0.25, parentBased: true }),
  });
  const tracer = provider.getTracer("test");
  for (let count = 0; count < 4000; count += 1) {
    const root = tracer.startSpan("root", {}, ROOT_CONTEXT);
    tracer.startSpan("child", {}, trace.setSpan(ROOT_CONTEXT, root)).end();
    root.end();
  }
  assert.ok(spans.length > 1600 && spans.length < 2400, `${spans.length} of 8000`);
  const traces = Map.groupBy(spans, (span) => span.spanContext().traceId);
  for (const members of traces.values()) assert.equal(members.length, 2);
});

test("upstream's samplers work", () => {
  const { provider, spans } = createRecording({
    sampler: new ParentBasedSampler({ root: new AlwaysOffSampler() }),
  });
  for (const context of parentContexts()) {
    provider.getTracer("test").startSpan("a", {}, context).end();
  }
  assert.equal(spans.length, 2);
});

test("a user's sampler is asked with everything, and its attributes and trace state reach the span", () => {
  const questions: unknown[] = [];
  const sampler: Sampler = {
    shouldSample: (...question) => {
      questions.push(question.slice(1));
      return {
        decision: SamplingDecision.RECORD_AND_SAMPLED,
        attributes: { "sampler.rate": 0.5, given: "replaced" },
        traceState: createTraceState("sampler=1"),
      };
    },
    toString: () => "test",
  };
  const { provider, only } = createRecording({ sampler });
  const link = { context: { traceId: "3".repeat(32), spanId: "4".repeat(16), traceFlags: 1 } };
  const options = { kind: SpanKind.SERVER, attributes: { given: "first" }, links: [link] };
  provider.getTracer("test").startSpan("a", options, ROOT_CONTEXT).end();
  const span = only();
  const links = [{ ...link, attributes: {}, droppedAttributesCount: 0 }];
  const { traceId, traceFlags, traceState } = span.spanContext();
  assert.deepEqual(questions, [[traceId, "a", SpanKind.SERVER, { given: "first" }, links]]);
  assert.deepEqual(span.attributes, { given: "replaced", "sampler.rate": 0.5 });
  assert.equal(traceFlags, 1);
  assert.equal(traceState?.serialize(), "sampler=1");
});

test("a span that is recorded but not sampled is for processors alone", () => {
  const sampler: Sampler = {
    shouldSample: () => ({ decision: SamplingDecision.RECORD }),
    toString: () => "test",
  };
  const seen: string[] = [];
  const processor = createProcessor({ onEnd: ({ name }) => seen.push(name) });
  const { provider, spans, ledger } = createRecording({ sampler, processors: [processor] });
  const span: Span = provider.getTracer("test").startSpan("a");
  assert.deepEqual([span.isRecording(), span.spanContext().traceFlags], [true, 0]);
  span.end();
  assert.deepEqual([seen, spans.length, ledger.snapshot().traces.made], [["a"], 0, 0]);
});

test("a sampler that throws, or decides nonsense, records nothing and does not hurt", () => {
  const failing: readonly Sampler["shouldSample"][] = [
    () => {
      throw new Error("the sampler's");
    },
    // @ts-expect-error what plain JavaScript may do
    () => undefined,
    // @ts-expect-error what plain JavaScript may do
    () => ({ decision: "RECORD" }),
  ];
  for (const shouldSample of failing) {
    const { provider, spans } = createRecording({ sampler: { shouldSample } });
    const span = provider.getTracer("test").startSpan("a", {}, ROOT_CONTEXT);
    assert.deepEqual([span.isRecording(), span.spanContext().traceFlags], [false, 0]);
    assert.ok(trace.isSpanContextValid(span.spanContext()));
    span.end();
    assert.equal(spans.length, 0);
  }
});
