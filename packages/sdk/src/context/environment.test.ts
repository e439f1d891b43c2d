import assert from "node:assert/strict";
import { before, test } from "node:test";

import { ROOT_CONTEXT, context, propagation, trace } from "@opentelemetry/api";

import { createPropagator } from "./propagator.ts";
import { carryContext, continueContext } from "./carried.ts";
import { contextEnvironment, contextFromEnvironment } from "./environment.ts";
import { createContextManager } from "./manager.ts";

const manager = createContextManager();
const span = {
  traceId: "0af7651916cd43dd8448eb211c80319c",
  spanId: "b7ad6b7169203331",
  traceFlags: 1,
};
const active = propagation.setBaggage(
  trace.setSpanContext(ROOT_CONTEXT, span),
  propagation.createBaggage({ tenant: { value: "a" } }),
);

before(() => {
  context.setGlobalContextManager(manager);
  const propagator = createPropagator(["tracecontext", "baggage", "b3multi"]);
  propagation.setGlobalPropagator(propagator ?? assert.fail());
});

test("the active context goes into variables that a child process takes up", () => {
  const variables = context.with(active, () => contextEnvironment());
  assert.deepEqual(variables, {
    TRACEPARENT: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    BAGGAGE: "tenant=a",
    X_B3_TRACEID: span.traceId,
    X_B3_SPANID: span.spanId,
    X_B3_SAMPLED: "1",
  });
  const taken = contextFromEnvironment(variables);
  assert.equal(trace.getSpanContext(taken)?.spanId, span.spanId);
  assert.equal(propagation.getBaggage(taken)?.getEntry("tenant")?.value, "a");
});

test("without an active context there are no variables, and without variables there is no context", () => {
  assert.deepEqual(contextEnvironment(), {});
  for (const env of [
    {},
    { TRACEPARENT: "" },
    { TRACEPARENT: "00-nonsense" },
    { traceparent: "" },
  ]) {
    assert.equal(trace.getSpanContext(contextFromEnvironment(env)), undefined);
  }
});

test("a process starts from its environment, except where another context was entered", () => {
  manager.startFrom(active);
  assert.equal(context.active(), active);
  context.with(ROOT_CONTEXT, () => {
    assert.equal(context.active(), ROOT_CONTEXT);
  });
  const other = ROOT_CONTEXT.setValue(Symbol("other"), 1);
  const token = manager.attach(other);
  assert.equal(context.active(), other);
  token.dispose();
  assert.equal(context.active(), active);
  manager.startFrom(ROOT_CONTEXT);
});

test("a carried context survives a structured clone and is continued", () => {
  const carried: unknown = structuredClone(context.with(active, () => carryContext()));
  const spanId = continueContext(carried, () => trace.getSpanContext(context.active())?.spanId);
  assert.equal(spanId, span.spanId);
});

test("whatever comes in place of a carried context, the function runs in a context of its own", () => {
  for (const hostile of [
    undefined,
    null,
    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    7,
    [],
    { traceparent: 7, baggage: {} },
    { traceparent: "00-00000000000000000000000000000000-0000000000000000-01" },
    { traceparent: "x".repeat(100_000), baggage: "=,=;;".repeat(10_000) },
  ]) {
    const seen = context.with(active, () =>
      continueContext(hostile, () => trace.getSpanContext(context.active())),
    );
    assert.equal(seen, undefined);
  }
});

test("continueContext() gives what the function gives, and throws what it throws", async () => {
  assert.equal(await continueContext({}, () => Promise.resolve(7)), 7);
  assert.throws(
    () =>
      continueContext({}, () => {
        throw new Error("of the application");
      }),
    { message: "of the application" },
  );
});
