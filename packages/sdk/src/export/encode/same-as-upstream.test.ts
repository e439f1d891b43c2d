import assert from "node:assert/strict";
import { test } from "node:test";
import { SpanStatusCode } from "@opentelemetry/api";
import { JsonTraceSerializer, ProtobufTraceSerializer } from "@opentelemetry/otlp-transformer";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import { createBlockPool } from "../batch/block-pool.ts";
import { sealBatch } from "../batch/sealed-batch.ts";
import { createSpanLog } from "../batch/span-log.ts";
import { toCleanRecord } from "../../trace/clean-record.ts";
import type { ReadableSpanView } from "../../trace/readable-span.ts";
import { createRecording } from "../../trace/recording.test.helper.ts";
import { jsonFormat } from "./json-format.ts";
import { decodeTraceJson, decodeTraceRequest } from "./otlp-schema.test.helper.ts";
import { protobufFormat } from "./protobuf-format.ts";
import { createRandom, randomHex } from "./random.test.helper.ts";
import { makeRandomSpan } from "./random-span.test.helper.ts";
import type { RequestFormat } from "./request-format.ts";

const RUNS = 300;
const resource = { attributes: { "service.name": "test", list: ["a", "b"], n: 1.5 } };

function encode(format: RequestFormat, spans: readonly ReadableSpanView[]): Buffer {
  const log = createSpanLog(format);
  for (const span of spans) log.append(toCleanRecord(span), 64 * 1024 * 1024);
  const encoded = format.encodeResource(resource);
  const batch = sealBatch(log.contents(), { format, pool: createBlockPool(), resource: encoded });
  assert.equal(batch.items, spans.length);
  const body = Buffer.concat(batch.body);
  assert.equal(batch.bytes, body.length);
  return body;
}

function makeSpans(seed: number): readonly ReadableSpanView[] {
  const { provider, spans } = createRecording({ resource });
  const random = createRandom(seed);
  for (let count = 1 + random.below(5); count > 0; count -= 1) {
    const schemaUrl = random.oneOf([undefined, "https://example.com/schema"]);
    const name = random.oneOf(["one", "two", ""]);
    const options = schemaUrl === undefined ? {} : { schemaUrl };
    const tracer = provider.getTracer(name, random.oneOf([undefined, "1.0"]), options);
    makeRandomSpan(tracer, random);
  }
  return spans;
}

for (let seed = 1; seed <= RUNS; seed += 50) {
  test(`spans of the seeds from ${seed} decode to what upstream's serialiser writes for them`, () => {
    for (let at = seed; at < seed + 50; at += 1) {
      const spans = makeSpans(at);
      const flat = encode(protobufFormat, spans);
      // Reading a span as upstream does turns its list of attributes into an object.
      const theirs = ProtobufTraceSerializer.serializeRequest([...spans]);
      assert.ok(theirs);
      const expected = decodeTraceRequest(theirs);
      assert.deepEqual(decodeTraceRequest(flat), expected, `seed ${at}`);
      assert.ok(spans.every(({ isShared }) => isShared));
      const shared = encode(protobufFormat, spans);
      assert.deepEqual(decodeTraceRequest(shared), expected, `seed ${at}, shared`);
      const json = encode(jsonFormat, spans).toString();
      assert.deepEqual(decodeTraceJson(json), expected, `seed ${at}, JSON`);
    }
  });
}

test("the JSON has the shape of upstream's", () => {
  const { provider, spans } = createRecording({ resource });
  const tracer = provider.getTracer("one", "1.0");
  const startTime: [number, number] = [1, 2];
  const span = tracer.startSpan("a", {
    startTime,
    attributes: { text: "x", float: 1.5, bool: true },
  });
  span.addEvent("e", { flag: true }, [3, 4]);
  span.setStatus({ code: SpanStatusCode.ERROR, message: "m" });
  span.end([5, 6]);
  const ours: unknown = JSON.parse(encode(jsonFormat, spans).toString());
  const theirs: unknown = JSON.parse(
    new TextDecoder().decode(JsonTraceSerializer.serializeRequest([...spans])),
  );
  assert.deepEqual(withoutEmpty(ours), withoutEmpty(theirs));
});

/** Upstream writes what is zero in some places and leaves it out in others, which means the same. */
function withoutEmpty(value: unknown): unknown {
  const text = JSON.stringify(value, (_, member: unknown) =>
    member === 0 || member === "" || (Array.isArray(member) && member.length === 0)
      ? undefined
      : member,
  );
  return JSON.parse(text);
}

function idsFrom(seed: number): { generateTraceId(): string; generateSpanId(): string } {
  const [forTraces, forSpans] = [createRandom(seed), createRandom(seed + 1)];
  return {
    generateTraceId: () => randomHex(forTraces, 32),
    generateSpanId: () => randomHex(forSpans, 16),
  };
}

test("the same calls give the same spans through upstream's tracer and through ours", () => {
  const limits = {
    attributeCountLimit: 6,
    attributeValueLengthLimit: 100,
    eventCountLimit: 3,
    linkCountLimit: 2,
    attributePerEventCountLimit: 4,
    attributePerLinkCountLimit: 5,
  };
  for (let seed = 1000; seed < 1000 + RUNS; seed += 1) {
    const exporter = new InMemorySpanExporter();
    const upstream = new TracerProvider({
      resource: resourceFromAttributes(resource.attributes),
      spanLimits: limits,
      spanProcessors: [new SimpleSpanProcessor({ exporter })],
      idGenerator: idsFrom(seed),
    });
    const ours = createRecording({ resource, limits, idGenerator: idsFrom(seed) });
    makeRandomSpan(upstream.getTracer("one", "1.0"), createRandom(seed));
    makeRandomSpan(ours.provider.getTracer("one", "1.0"), createRandom(seed));
    const theirs = ProtobufTraceSerializer.serializeRequest(exporter.getFinishedSpans());
    assert.ok(theirs);
    const actual = decodeTraceRequest(encode(protobufFormat, ours.spans));
    const expected = decodeTraceRequest(theirs);
    assert.deepEqual(withoutHalves(actual), withoutHalves(expected), `seed ${seed}`);
  }
});

/** Where a text is cut, upstream leaves half of a surrogate pair, which arrives as U+FFFD; we leave the half out. */
function withoutHalves(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll("\uFFFD", ""));
}
