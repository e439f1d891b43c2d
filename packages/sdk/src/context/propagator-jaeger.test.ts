import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Context,
  defaultTextMapGetter,
  defaultTextMapSetter,
  propagation,
  ROOT_CONTEXT,
  type SpanContext,
  trace,
} from "@opentelemetry/api";
import { createJaegerPropagator } from "./propagator-jaeger.ts";

const propagator = createJaegerPropagator();
const traceId = "d4cda95b652f4a1592b449d5929fda1b";
const spanId = "6e0c63257de34c92";

function inject(context: Context): Record<string, string> {
  const carrier = {};
  propagator.inject(context, carrier, defaultTextMapSetter);
  return carrier;
}

function extract(carrier: unknown, context: Context = ROOT_CONTEXT): Context {
  return propagator.extract(context, carrier, defaultTextMapGetter);
}

function extractSpan(header: unknown): SpanContext | undefined {
  return trace.getSpanContext(extract({ "uber-trace-id": header }));
}

function baggageOf(context: Context): Record<string, string> {
  const entries = propagation.getBaggage(context)?.getAllEntries() ?? [];
  return Object.fromEntries(entries.map(([key, { value }]) => [key, value]));
}

test("inject() writes trace, span, no parent and whether it is sampled", () => {
  for (const [traceFlags, flags] of [
    [1, "01"],
    [0, "00"],
    [0xff, "01"],
  ] as const) {
    const context = trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags });
    assert.deepEqual(inject(context), { "uber-trace-id": `${traceId}:${spanId}:0:${flags}` });
  }
  assert.deepEqual(propagator.fields(), ["uber-trace-id"]);
});

test("inject() writes nothing of an invalid span", () => {
  const context = trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId: "", traceFlags: 1 });
  assert.deepEqual(inject(context), {});
  assert.deepEqual(inject(ROOT_CONTEXT), {});
});

test("inject() writes baggage, percent-encoded, except under names that no header can have", () => {
  const baggage = propagation.createBaggage({
    user: { value: "ä b,\r\nx-evil: 1" },
    half: { value: "\ud83d" },
    "two words": { value: "1" },
    "a\r\nx-evil": { value: "1" },
    "": { value: "1" },
    schlüssel: { value: "1" },
  });
  assert.deepEqual(inject(propagation.setBaggage(ROOT_CONTEXT, baggage)), {
    "uberctx-user": "%C3%A4%20b%2C%0D%0Ax-evil%3A%201",
    "uberctx-half": "%EF%BF%BD",
  });
});

test("extract() reads the header in all its well-formed spellings", () => {
  const expected = { traceId, spanId, traceFlags: 1, isRemote: true };
  for (const header of [
    `${traceId}:${spanId}:0:01`,
    `${traceId}:${spanId}::1`,
    ` ${traceId}:${spanId}:5b2b4e464b0a7ac3:3 `,
    `${traceId}:${spanId}:0:2`,
    `${traceId}%3A${spanId}%3a0%3A1`,
    `${traceId}:${spanId}:0:01`.toUpperCase(),
    [`${traceId}:${spanId}:0:1`, "second"],
  ]) {
    assert.deepEqual(extractSpan(header), expected, String(header));
  }
  assert.deepEqual(extractSpan("fda1b:c92:0:8"), {
    traceId: "000000000000000000000000000fda1b",
    spanId: "0000000000000c92",
    traceFlags: 0,
    isRemote: true,
  });
});

test("extract() takes a malformed header as absent", () => {
  const good = `${traceId}:${spanId}:0:1`;
  for (const header of [
    undefined,
    null,
    "",
    5,
    {},
    [],
    [null],
    [[good]],
    `${traceId}:${spanId}:0`,
    `${traceId}:${spanId}:0:`,
    `${traceId}:${spanId}:0:g`,
    `${traceId}:${spanId}:0:001`,
    `${traceId}:${spanId}:0:-1`,
    `${good}:1`,
    `0${traceId}:${spanId}:0:1`,
    `${traceId}:0${spanId}:0:1`,
    `${traceId}:${spanId}:00000000000000000:1`,
    `0:${spanId}:0:1`,
    `${traceId}:0:0:1`,
    `${traceId.replace("d", "g")}:${spanId}:0:1`,
    `${traceId}\n:${spanId}:0:1`,
    `${good}\0`,
    `${good}${" ".repeat(1000)}`,
    "%3A".repeat(100_000),
    `${traceId}%253A${spanId}%253A0%253A1`,
    "١:١:0:1",
  ]) {
    assert.equal(extractSpan(header), undefined, JSON.stringify(header)?.slice(0, 100));
  }
});

test("extract() adds the baggage headers to the baggage that is there", () => {
  const there = propagation.createBaggage({ old: { value: "1" }, user: { value: "2" } });
  const context = extract(
    {
      "uberctx-user": "J%C3%BCrgen",
      "Uberctx-Plan": "pro",
      "uberctx-list": ["first", "second"],
      "uberctx-__proto__": "own",
      "uberctx-bad": "%zz",
      "uberctx-cut": "%C3",
      "uberctx-empty": "",
      "uberctx-none": null,
      "uberctx-": "no name",
      uberctx: "no name",
      "x-uberctx-a": "1",
    },
    propagation.setBaggage(ROOT_CONTEXT, there),
  );
  assert.deepEqual(
    new Map(
      propagation
        .getBaggage(context)
        ?.getAllEntries()
        .map(([k, { value }]) => [k, value]),
    ),
    new Map([
      ["old", "1"],
      ["user", "Jürgen"],
      ["Plan", "pro"],
      ["list", "first"],
      ["__proto__", "own"],
    ]),
  );
  assert.equal(extract({ "uberctx-bad": "%" }), ROOT_CONTEXT);
});

test("extract() takes no more baggage than the W3C header may carry", () => {
  const many = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`uberctx-${i}`, "1"]));
  assert.equal(Object.keys(baggageOf(extract(many))).length, 180);
  const large = { "uberctx-a": "1", "uberctx-b": "x".repeat(8192), "uberctx-c": "1" };
  assert.deepEqual(baggageOf(extract(large)), { a: "1" });
});

test("what is injected can be extracted", () => {
  const span = { traceId, spanId, traceFlags: 1 };
  const baggage = propagation.createBaggage({ user: { value: "ü %" } });
  const context = propagation.setBaggage(trace.setSpanContext(ROOT_CONTEXT, span), baggage);
  const again = extract(inject(context));
  assert.deepEqual(trace.getSpanContext(again), { ...span, isRemote: true });
  assert.deepEqual(baggageOf(again), { user: "ü %" });
});
