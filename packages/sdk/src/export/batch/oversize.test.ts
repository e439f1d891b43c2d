import assert from "node:assert/strict";
import { test } from "node:test";
import { jsonFormat } from "../encode/json-format.ts";
import { decodeTraceJson, decodeTraceRequest } from "../encode/otlp-schema.test.helper.ts";
import { protobufFormat } from "../encode/protobuf-format.ts";
import { createBatching, type DecodedSpan, spansOf } from "./fake-delivery.test.helper.ts";

const LIMIT = 100_000;

function valueOf(span: DecodedSpan | undefined, key: string): unknown {
  return Object.values(span?.attributes.find((it) => it.key === key)?.value ?? {})[0];
}

test("of a span that is too large the longest values are cut, and nothing else", async () => {
  const { provider, delivery, ledger } = createBatching({ maxRequestBytes: LIMIT });
  const tracer = provider.getTracer("test");
  tracer.startSpan("before").end();
  const span = tracer.startSpan("large");
  span.setAttributes({ short: "kept", long: "a".repeat(200_000), medium: "b".repeat(10_000) });
  span.setAttribute("wide", "中".repeat(100_000));
  span.setAttribute("nested", { list: ["c".repeat(300_000), 1] });
  span.addEvent("event", { text: "d".repeat(300_000) });
  span.end();
  tracer.startSpan("after").end();
  await provider.forceFlush();
  const spans = delivery.batches.flatMap(spansOf);
  const large = spans.find(({ name }) => name === "large");
  assert.equal(spans.length, 3);
  assert.equal(valueOf(large, "short"), "kept");
  assert.equal(valueOf(large, "medium"), "b".repeat(10_000));
  const long = String(valueOf(large, "long"));
  assert.match(long, /^a+$/);
  assert.ok(long.length > 10_000 && long.length < LIMIT / 2, `${long.length}`);
  assert.match(String(valueOf(large, "wide")), /^中+$/);
  assert.ok(delivery.batches.every(({ bytes }) => bytes <= LIMIT));
  const { made, repaired, dropped } = ledger.snapshot().traces;
  assert.deepEqual([made, repaired, dropped["too-large"]], [3, 1, 0]);
});

for (const format of [protobufFormat, jsonFormat]) {
  test(`a list that no request can hold is shortened (${format.contentType})`, async () => {
    const { provider, delivery, ledger } = createBatching({ maxRequestBytes: LIMIT, format });
    const span = provider.getTracer("test").startSpan("large");
    span.setAttributes({ short: [1, 2, 3], numbers: Array<number>(50_000).fill(0.123_456_789) });
    span.setAttribute("texts", Array<string>(50_000).fill(""));
    span.end();
    await provider.forceFlush();
    const [batch] = delivery.batches;
    assert.ok(batch !== undefined && batch.bytes <= LIMIT && batch.bytes > LIMIT / 4);
    const body = Buffer.concat(batch.body);
    const decoded =
      format === jsonFormat ? decodeTraceJson(body.toString()) : decodeTraceRequest(body);
    const text = JSON.stringify(decoded);
    assert.match(text, /"1"[^[\]]+"2"[^[\]]+"3"\}\]/);
    assert.ok(text.split("0.123456789").length > 1000);
    assert.ok(text.split('"stringValue":""').length > 1000);
    assert.equal(ledger.snapshot().traces.repaired, 1);
  });
}

test("texts that JSON makes six times as long still fit", async () => {
  const { provider, delivery } = createBatching({ maxRequestBytes: LIMIT, format: jsonFormat });
  provider.getTracer("test").startSpan("a").setAttribute("nul", "\0".repeat(90_000)).end();
  await provider.forceFlush();
  const [batch] = delivery.batches;
  assert.ok(batch !== undefined && batch.bytes <= LIMIT && batch.bytes > LIMIT / 4);
  assert.ok(decodeTraceJson(Buffer.concat(batch.body).toString()));
});

test("a span that does not fit without its values either is dropped alone", async () => {
  const { provider, delivery, ledger } = createBatching({ maxRequestBytes: LIMIT });
  const tracer = provider.getTracer("test");
  tracer.startSpan("before").end();
  tracer
    .startSpan("large")
    .setAttribute("k".repeat(2 * LIMIT), 1)
    .end();
  tracer.startSpan("after").end();
  await provider.forceFlush();
  assert.deepEqual(
    delivery.batches.flatMap(spansOf).map(({ name }) => name),
    ["before", "after"],
  );
  const { made, dropped } = ledger.snapshot().traces;
  assert.deepEqual([made, dropped["too-large"]], [3, 1]);
});

test("a text of half a gigabyte costs neither its memory nor its time", async () => {
  const { provider, delivery } = createBatching();
  const text = "x".repeat(500_000_000);
  const before = process.memoryUsage().arrayBuffers;
  provider.getTracer("test").startSpan("a").setAttribute("text", text).end();
  const grown = process.memoryUsage().arrayBuffers - before;
  assert.ok(grown < 100_000_000, `${grown} bytes`);
  await provider.forceFlush();
  assert.equal(delivery.batches[0]?.items, 1);
});
