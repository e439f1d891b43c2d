import assert from "node:assert/strict";
import { test } from "node:test";
import type { TestContext } from "node:test";
import type { ExportRequests, OtlpSpan } from "../otlp/model.ts";
import type { Limits } from "./evict.ts";
import { readTrace } from "./read-trace.ts";
import { createStore } from "./store.ts";

test("a span that is sent twice is kept once and reported once", (t) => {
  const { store, events } = start(t);
  store.add("traces", request(span(1, 1)));
  store.add("traces", request({ ...span(1, 1), name: "again" }));
  assert.deepEqual(events, ["received 1", "spans 01", "received 1"]);
  assert.deepEqual(
    readTrace(store, id(1)).map(({ name }) => name),
    ["again"],
  );
});

test("beyond the limit of spans the oldest traces go as a whole", (t) => {
  const { store, events } = start(t, { maxSpans: 3, maxBytes: 2 ** 20 });
  store.add("traces", request(span(1, 1), span(1, 2)));
  store.add("traces", request(span(2, 3)));
  events.length = 0;
  store.add("traces", request(span(3, 4)));
  assert.deepEqual(events, ["received 1", "spans 04", "dropped traces 2"]);
  assert.deepEqual(readTrace(store, id(1)), []);
  assert.equal(readTrace(store, id(2)).length, 1);
  assert.equal(readTrace(store, id(3)).length, 1);
});

test("beyond the limit of bytes the oldest traces go, however few they are", (t) => {
  const { store, events } = start(t, { maxSpans: 100, maxBytes: 10_000 });
  const long = [{ key: "prompt", value: { stringValue: "x".repeat(4_000) } }];
  store.add("traces", request({ ...span(1, 1), attributes: long }));
  store.add("traces", request({ ...span(2, 2), attributes: long }));
  assert.ok(events.includes("dropped traces 1"));
  assert.equal(readTrace(store, id(2)).length, 1);
});

test("metrics and log records are bounded too", (t) => {
  const { store, events } = start(t, { maxSpans: 2, maxBytes: 2 ** 20 });
  const logRecords = [{ severityText: "a" }, { severityText: "b" }, { severityText: "c" }];
  store.add("logs", { resourceLogs: [{ scopeLogs: [{ logRecords }] }] });
  assert.deepEqual(events, ["received 3", "dropped logs 1"]);
  const left = store.database.prepare("select name from record order by seq").all();
  assert.deepEqual(
    left.map(({ name }) => name),
    ["b", "c"],
  );
});

test("values at the edges of their types survive", (t) => {
  const { store } = start(t);
  const attributes = [
    { key: "big", value: { intValue: "9223372036854775807" } },
    { key: "nan", value: { doubleValue: Number.NaN } },
    { key: "bytes", value: { bytesValue: new Uint8Array([1, 2]) } },
    { key: "map", value: { kvlistValue: { values: [{ key: "__proto__", value: {} }] } } },
    {},
  ];
  const times = { startTimeUnixNano: "18446744073709551615", endTimeUnixNano: "0" };
  store.add("traces", request({ ...span(1, 1), attributes, ...times }));
  const [stored] = readTrace(store, id(1));
  assert.equal(stored?.start, 2n ** 63n - 1n);
  assert.equal(
    JSON.stringify(stored.attributes),
    '{"big":"9223372036854775807","nan":"NaN","bytes":"AQI=","map":{"__proto__":null},"":null}',
  );
});

test("opening a store writes no warning and leaves process.emitWarning as it was", (t) => {
  const before = Object.getOwnPropertyDescriptor(process, "emitWarning");
  start(t);
  assert.deepEqual(Object.getOwnPropertyDescriptor(process, "emitWarning"), before);
});

function start(t: TestContext, limits: Limits = { maxSpans: 100, maxBytes: 2 ** 20 }) {
  const events: string[] = [];
  const store = createStore(limits, {
    onReceived: (_, count) => events.push(`received ${count}`),
    onSpans: (spans) => events.push(`spans ${spans.map(({ spanId }) => spanId.slice(-2)).join()}`),
    onDropped: (signal, count) => events.push(`dropped ${signal} ${count}`),
  });
  t.after(() => store.close());
  return { store, events };
}

function request(...spans: OtlpSpan[]): ExportRequests["traces"] {
  return { resourceSpans: [{ scopeSpans: [{ spans }] }] };
}

function span(trace: number, number: number): OtlpSpan {
  const spanId = Buffer.alloc(8);
  spanId[7] = number;
  return { traceId: Buffer.from(id(trace), "hex"), spanId, name: "x" };
}

function id(trace: number): string {
  return String(trace).padStart(32, "0");
}
