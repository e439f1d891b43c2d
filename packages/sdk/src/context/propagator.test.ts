import assert from "node:assert/strict";
import { validateHeaderName, validateHeaderValue } from "node:http";
import { createRequire } from "node:module";
import { test } from "node:test";
import {
  type Context,
  defaultTextMapGetter,
  defaultTextMapSetter,
  diag,
  propagation,
  ROOT_CONTEXT,
  type TextMapPropagator,
  trace,
} from "@opentelemetry/api";
import type { PropagatorName } from "../config/config.ts";
import { hostileCarriers } from "./propagator.test.helper.ts";
import { createPropagator } from "./propagator.ts";

const require = createRequire(import.meta.url);
const traceId = "5759e988bd862e3fe1be46a994272793";
const spanId = "53995c3f42cd8ad8";
const names: readonly PropagatorName[] = [
  "tracecontext",
  "baggage",
  "b3",
  "b3multi",
  "jaeger",
  "xray",
];

function create(...wanted: PropagatorName[]): TextMapPropagator {
  return createPropagator(wanted) ?? assert.fail("no propagator");
}

function inject(propagator: TextMapPropagator): Record<string, string> {
  const span = trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: 1 });
  const baggage = propagation.createBaggage({ user: { value: "1" } });
  const carrier = {};
  propagator.inject(propagation.setBaggage(span, baggage), carrier, defaultTextMapSetter);
  return carrier;
}

function isLoaded(name: string): boolean {
  return Object.keys(require.cache).some((path) => path.includes(`/node_modules/${name}/`));
}

test("a package is loaded only when its propagator is asked for", () => {
  create("tracecontext", "baggage", "jaeger");
  assert.equal(isLoaded("@opentelemetry/propagator-b3"), false);
  assert.equal(isLoaded("@opentelemetry/propagator-aws-xray"), false);
  create("b3");
  assert.equal(isLoaded("@opentelemetry/propagator-b3"), true);
  assert.equal(isLoaded("@opentelemetry/propagator-aws-xray"), false);
});

test("each name writes its own headers", () => {
  const headers: Record<PropagatorName, Record<string, string>> = {
    tracecontext: { traceparent: `00-${traceId}-${spanId}-01` },
    baggage: { baggage: "user=1" },
    b3: { b3: `${traceId}-${spanId}-1` },
    b3multi: { "x-b3-traceid": traceId, "x-b3-spanid": spanId, "x-b3-sampled": "1" },
    jaeger: { "uber-trace-id": `${traceId}:${spanId}:0:01`, "uberctx-user": "1" },
    xray: {
      "x-amzn-trace-id": `Root=1-${traceId.slice(0, 8)}-${traceId.slice(8)};Parent=${spanId};Sampled=1`,
    },
  };
  for (const name of names) assert.deepEqual(inject(create(name)), headers[name], name);
  assert.deepEqual(inject(create(...names)), Object.assign({}, ...Object.values(headers)));
});

test("each name reads what it writes", () => {
  for (const name of names) {
    const propagator = create(name);
    const context = propagator.extract(ROOT_CONTEXT, inject(propagator), defaultTextMapGetter);
    const span = trace.getSpanContext(context);
    const expected =
      name === "baggage" ? undefined : { traceId, spanId, traceFlags: 1, isRemote: true };
    assert.deepEqual(span, expected, name);
    const user = propagation.getBaggage(context)?.getEntry("user")?.value;
    assert.equal(user, name === "baggage" || name === "jaeger" ? "1" : undefined, name);
  }
});

test("the last name wins where several headers name a trace", () => {
  const carrier = {
    traceparent: `00-${traceId}-${spanId}-01`,
    b3: `${"a".repeat(32)}-${spanId}-1`,
  };
  const found = (...wanted: PropagatorName[]): string | undefined =>
    trace.getSpanContext(create(...wanted).extract(ROOT_CONTEXT, carrier, defaultTextMapGetter))
      ?.traceId;
  assert.equal(found("tracecontext", "b3"), "a".repeat(32));
  assert.equal(found("b3", "tracecontext"), traceId);
});

test("no name is no propagator", () => {
  assert.equal(createPropagator([]), null);
});

test("hostile headers throw nothing, warn of nothing and never give an invalid span context", () => {
  const said: string[] = [];
  const say = (message: string): void => void said.push(message);
  diag.setLogger({ error: say, warn: say, info: say, debug: () => {}, verbose: () => {} });
  const all = [...names.map((name) => create(name)), create(...names)];
  let spans = 0;
  for (const carrier of hostileCarriers(20_000)) {
    for (const propagator of all) {
      const context = propagator.extract(ROOT_CONTEXT, carrier, defaultTextMapGetter);
      if (isChecked(context)) spans++;
      assertSent(propagator, context);
    }
  }
  diag.disable();
  assert.deepEqual(said, []);
  // Otherwise the headers are so broken that nothing behind the first check of each propagator is reached.
  assert.ok(spans > 1000, `${spans} spans`);
});

function isChecked(context: Context): boolean {
  for (const [key, { value }] of propagation.getBaggage(context)?.getAllEntries() ?? []) {
    assert.equal(typeof key, "string");
    assert.equal(typeof value, "string");
  }
  const span = trace.getSpanContext(context);
  if (span === undefined) return false;
  assert.match(span.traceId, /^(?!0{32})[0-9a-f]{32}$/);
  assert.match(span.spanId, /^(?!0{16})[0-9a-f]{16}$/);
  assert.ok(span.traceFlags >= 0 && span.traceFlags <= 3, String(span.traceFlags));
  assert.equal(span.isRemote, true);
  const state = span.traceState?.serialize();
  assert.ok(state === undefined || state.length <= 512, state);
  return true;
}

/** What was read can be passed on. */
function assertSent(propagator: TextMapPropagator, context: Context): void {
  const carrier: Record<string, string> = {};
  propagator.inject(context, carrier, defaultTextMapSetter);
  for (const [name, value] of Object.entries(carrier)) {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  }
  if (carrier["traceparent"] !== undefined) {
    assert.match(carrier["traceparent"], /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/);
  }
}
