import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Context,
  defaultTextMapGetter,
  defaultTextMapSetter,
  propagation,
  ROOT_CONTEXT,
  type SpanContext,
  type TextMapPropagator,
  trace,
} from "@opentelemetry/api";
import { Metadata } from "@grpc/grpc-js";
import {
  suppressTracing,
  W3CBaggagePropagator,
  W3CTraceContextPropagator,
} from "@opentelemetry/core";
import { guardPropagator } from "./propagator-guard.ts";

const valid: SpanContext = {
  traceId: "d4cda95b652f4a1592b449d5929fda1b",
  spanId: "6e0c63257de34c92",
  traceFlags: 1,
  isRemote: true,
};

/** Guards a propagator that extracts `span` and injects a header. */
function guarded(span: SpanContext): TextMapPropagator {
  return guardPropagator({
    inject: (_, carrier, setter) => setter.set(carrier, "a", "b"),
    extract: (context) => trace.setSpanContext(context, span),
    fields: () => ["a"],
  });
}

function extracted(span: SpanContext, context: Context = ROOT_CONTEXT): SpanContext | undefined {
  return trace.getSpanContext(guarded(span).extract(context, {}, defaultTextMapGetter));
}

test("a valid span context passes as it is", () => {
  assert.equal(extracted(valid), valid);
  assert.deepEqual(guarded(valid).fields(), ["a"]);
});

test("ids become lower case, undefined flags vanish, the rest stays", () => {
  const loud = {
    ...valid,
    traceId: valid.traceId.toUpperCase(),
    spanId: valid.spanId.toUpperCase(),
    traceFlags: 0xff,
  };
  assert.deepEqual(extracted(loud), { ...valid, traceFlags: 3 });
});

test("an invalid span context leaves the context as it was", () => {
  const before = trace.setSpanContext(ROOT_CONTEXT, valid);
  for (const bad of [{ traceId: "0".repeat(32) }, { spanId: "x" }, { spanId: "" }]) {
    assert.equal(extracted({ ...valid, ...bad }), undefined);
    assert.equal(extracted({ ...valid, ...bad }, before), valid);
  }
});

test("a propagator that throws is as good as none", () => {
  const broken = guardPropagator({
    inject: () => assert.fail("inject"),
    extract: () => assert.fail("extract"),
    fields: () => [],
  });
  broken.inject(ROOT_CONTEXT, {}, defaultTextMapSetter);
  assert.equal(broken.extract(ROOT_CONTEXT, {}, defaultTextMapGetter), ROOT_CONTEXT);
});

test("a value that no header may have is not written", () => {
  for (const value of ["a\r\nb", "\0", "\x7f", "€"]) {
    const propagator = guardPropagator({
      inject: (_, carrier, setter) => {
        setter.set(carrier, "bad", value);
        setter.set(carrier, "good", "tab\tand ü");
      },
      extract: (context) => context,
      fields: () => [],
    });
    const carrier = {};
    propagator.inject(ROOT_CONTEXT, carrier, defaultTextMapSetter);
    assert.deepEqual(carrier, { good: "tab\tand ü" });
  }
});

test("nothing is written on requests of the telemetry itself", () => {
  const carrier = {};
  guarded(valid).inject(suppressTracing(ROOT_CONTEXT), carrier, defaultTextMapSetter);
  assert.deepEqual(carrier, {});
  guarded(valid).inject(ROOT_CONTEXT, carrier, defaultTextMapSetter);
  assert.deepEqual(carrier, { a: "b" });
});

test("baggage leaves with a gRPC call only when it may go anywhere, and with other carriers", () => {
  const baggage = propagation.createBaggage({ user: { value: "u-1" } });
  const context = propagation.setBaggage(trace.setSpanContext(ROOT_CONTEXT, valid), baggage);
  const sent = (carrier: object, baggageAllow: readonly string[]): readonly string[] => {
    const names: string[] = [];
    const setter = { set: (_: unknown, name: string) => void names.push(name) };
    for (const one of [new W3CTraceContextPropagator(), new W3CBaggagePropagator()]) {
      guardPropagator(one, { baggageAllow }).inject(context, carrier, setter);
    }
    return names;
  };
  const both = ["traceparent", "baggage"];
  assert.deepEqual(sent(new Metadata(), []), ["traceparent"]);
  assert.deepEqual(sent(new Metadata(), ["api.example.com"]), ["traceparent"]);
  assert.deepEqual(sent(new Metadata(), ["*"]), both);
  assert.deepEqual(sent({}, []), both);
});
