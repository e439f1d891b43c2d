import assert from "node:assert/strict";
import { test } from "node:test";
import { JsonTraceSerializer } from "@opentelemetry/otlp-transformer";
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import { createBatching, type DecodedSpan, spansOf } from "../batch/fake-delivery.test.helper.ts";
import { jsonFormat } from "./json-format.ts";

/** The decoded attributes of one span, as our pipeline sends them. */
async function ours(attributes: object): Promise<DecodedSpan["attributes"]> {
  const { provider, delivery } = createBatching();
  provider
    .getTracer("test")
    .startSpan("a")
    .setAttributes({ ...attributes })
    .end();
  await provider.forceFlush();
  return delivery.batches.flatMap(spansOf).flatMap((span) => span.attributes);
}

function upstream(attributes: object): InMemorySpanExporter {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  provider
    .getTracer("test")
    .startSpan("a")
    .setAttributes({ ...attributes })
    .end();
  return exporter;
}

async function ourJson(attributes: object): Promise<string> {
  const { provider, delivery } = createBatching({ format: jsonFormat });
  provider
    .getTracer("test")
    .startSpan("a")
    .setAttributes({ ...attributes })
    .end();
  await provider.forceFlush();
  return delivery.batches.map(({ body }) => Buffer.concat(body).toString()).join("");
}

function theirJson(attributes: object): string {
  const spans = upstream(attributes).getFinishedSpans();
  return new TextDecoder().decode(JsonTraceSerializer.serializeRequest(spans));
}

const repeated = { a: 1 };

/** What upstream leaves out, and what we send instead. */
const kept: Readonly<Record<string, readonly [unknown, unknown]>> = {
  "a bigint of 64 bits as an integer": [2n ** 62n, { intValue: String(2n ** 62n) }],
  "a larger bigint as text": [2n ** 64n, { stringValue: String(2n ** 64n) }],
  "a date as text": [new Date(0), { stringValue: "1970-01-01T00:00:00.000Z" }],
  "an error as text": [new TypeError("bad"), { stringValue: "TypeError: bad" }],
  "a URL as text": [new URL("http://a/"), { stringValue: "http://a/" }],
  "a map as an object": [
    new Map([["k", "v"]]),
    { kvlistValue: { values: [{ key: "k", value: { stringValue: "v" } }] } },
  ],
  "a set as an array": [new Set([true]), { arrayValue: { values: [{ boolValue: true }] } }],
  "the good members of an object with a bad one": [
    { good: "x", bad: () => 1 },
    { kvlistValue: { values: [{ key: "good", value: { stringValue: "x" } }] } },
  ],
  "an object that is in the value twice": [
    [repeated, repeated],
    {
      arrayValue: {
        values: [1, 2].map(() => ({
          kvlistValue: { values: [{ key: "a", value: { intValue: "1" } }] },
        })),
      },
    },
  ],
};

for (const [name, [value, expected]] of Object.entries(kept)) {
  test(`upstream drops, and we keep ${name}`, async () => {
    assert.deepEqual(upstream({ key: value }).getFinishedSpans()[0]?.attributes, {});
    assert.deepEqual(await ours({ key: value }), [{ key: "key", value: expected }]);
  });
}

test("a member named __proto__ is a member, not a prototype", async () => {
  const value: unknown = JSON.parse('{"__proto__":{"a":"b"}}');
  const inner = { kvlistValue: { values: [{ key: "a", value: { stringValue: "b" } }] } };
  const expected = { kvlistValue: { values: [{ key: "__proto__", value: inner }] } };
  assert.deepEqual(await ours({ key: value }), [{ key: "key", value: expected }]);
});

test("JSON says NaN and infinities in words, where upstream says null", async () => {
  const attributes = { nan: Number.NaN, up: Number.POSITIVE_INFINITY };
  assert.match(theirJson(attributes), /"doubleValue":null.*"doubleValue":null/);
  assert.match(await ourJson(attributes), /"doubleValue":"NaN".*"doubleValue":"Infinity"/);
});

test("JSON has integers as text, where upstream writes what no parser takes for one", async () => {
  const attributes = { large: 2 ** 62, beyond: 2 ** 70 };
  assert.match(theirJson(attributes), /"intValue":4611686018427388000.*"intValue":1\.18/);
  const json = await ourJson(attributes);
  assert.match(json, /"intValue":"4611686018427387904".*"doubleValue":1\.1805916207174113e\+21/);
});

test("a lone surrogate is U+FFFD in both encodings", async () => {
  const attributes = { text: "a\uD800b", long: "\uDC00".repeat(100) };
  const expected = [
    { key: "text", value: { stringValue: "a\uFFFDb" } },
    { key: "long", value: { stringValue: "\uFFFD".repeat(100) } },
  ];
  assert.deepEqual(await ours(attributes), expected);
  const json = await ourJson(attributes);
  assert.ok(json.includes("a\uFFFDb") && json.includes("\uFFFD".repeat(100)));
});

test("an attribute of 200 KB is encoded in well under a millisecond", () => {
  const { provider } = createBatching();
  const tracer = provider.getTracer("test");
  const times = Array.from({ length: 101 }, (_, at) => {
    const text = `${at}`.padEnd(200_000, "x");
    const start = performance.now();
    tracer.startSpan("a").setAttribute("text", text).end();
    return performance.now() - start;
  });
  const median = times.toSorted((a, b) => a - b)[50] ?? Number.POSITIVE_INFINITY;
  assert.ok(median < 1, `${median} ms`);
});
