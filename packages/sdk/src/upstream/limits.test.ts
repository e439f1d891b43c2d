import assert from "node:assert/strict";
import { test } from "node:test";
import { logs } from "@opentelemetry/api";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { InMemoryLogRecordExporter, SimpleLogRecordProcessor } from "@opentelemetry/sdk-logs";
import {
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import { NodeSDK } from "@opentelemetry/sdk-node";
import type { AttributeLimits, SpanLimits } from "../config/config.ts";
import { withVariables } from "./hidden-environment.ts";
import { toUpstreamSpanLimits } from "./limits.ts";
import { createLoggerProvider } from "./logs.ts";

const NONE: SpanLimits = {
  attributeValueLength: Infinity,
  attributeCount: Infinity,
  eventCount: Infinity,
  linkCount: Infinity,
  attributeCountPerEvent: Infinity,
  attributeCountPerLink: Infinity,
};

const attributes = Object.fromEntries(
  Array.from({ length: 200 }, (_, index) => [`a${index}`, "text"]),
);

/** A span with 200 of everything. */
function makeSpan(limits: Partial<SpanLimits>): ReadableSpan {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({
    spanLimits: toUpstreamSpanLimits({ ...NONE, ...limits }),
    spanProcessors: [new SimpleSpanProcessor({ exporter })],
  });
  const context = { traceId: "1".repeat(32), spanId: "1".repeat(16), traceFlags: 1 };
  const links = Array.from({ length: 200 }, () => ({ context, attributes }));
  const span = provider.getTracer("test").startSpan("work", { attributes, links });
  for (let index = 0; index < 200; index += 1) span.addEvent("event", attributes);
  span.end();
  const [finished] = exporter.getFinishedSpans();
  assert.ok(finished);
  return finished;
}

function countsOf(span: ReadableSpan): number[] {
  return [
    span.attributes,
    span.events,
    span.links,
    span.events[0]?.attributes,
    span.links[0]?.attributes,
  ].map((items) => Object.keys(items ?? {}).length);
}

test("a span has no limits where they are Infinity", () => {
  const span = makeSpan({});
  assert.deepEqual(countsOf(span), [200, 200, 200, 200, 200]);
  assert.equal(span.attributes["a0"], "text");
});

test("each limit of spans has its effect", () => {
  const span = makeSpan({
    attributeValueLength: 2,
    attributeCount: 3,
    eventCount: 4,
    linkCount: 5,
    attributeCountPerEvent: 6,
    attributeCountPerLink: 7,
  });
  assert.deepEqual(countsOf(span), [3, 4, 5, 6, 7]);
  assert.equal(span.attributes["a0"], "te");
  assert.equal(span.droppedAttributesCount, 197);
});

test("a limit of 0 keeps nothing", () => {
  assert.deepEqual(
    countsOf(makeSpan({ attributeCount: 0, eventCount: 0, linkCount: 0 })),
    [0, 0, 0, 0, 0],
  );
});

function makeRecord(logRecordLimits: AttributeLimits): readonly [number, number, unknown] {
  const exporter = new InMemoryLogRecordExporter();
  const provider = createLoggerProvider(
    { logRecordLimits },
    {
      resource: resourceFromAttributes({}),
      processors: [new SimpleLogRecordProcessor({ exporter })],
    },
  );
  provider?.getLogger("test").emit({ body: "line", attributes });
  const [record] = exporter.getFinishedLogRecords();
  assert.ok(record);
  return [
    Object.keys(record.attributes).length,
    record.droppedAttributesCount,
    record.attributes["a0"],
  ];
}

test("each limit of log records has its effect, whatever the environment says", (t) => {
  process.env["OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT"] = "9";
  t.after(() => delete process.env["OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT"]);
  const none = { attributeValueLength: Infinity, attributeCount: Infinity };
  assert.deepEqual(makeRecord(none), [200, 0, "text"]);
  assert.deepEqual(makeRecord({ attributeValueLength: 2, attributeCount: 3 }), [3, 197, "te"]);
  assert.deepEqual(makeRecord({ ...none, attributeCount: 0 }), [0, 200, undefined]);
});

test("NodeSDK leaves the loggers to our provider when the environment says so for its start", () => {
  assert.equal(process.env["OTEL_LOGS_EXPORTER"], undefined);
  const sdk = new NodeSDK({ autoDetectResources: false, spanProcessors: [], metricReaders: [] });
  withVariables({ OTEL_LOGS_EXPORTER: "none" }, () => sdk.start());
  assert.equal(process.env["OTEL_LOGS_EXPORTER"], undefined);
  const exporter = new InMemoryLogRecordExporter();
  const provider = createLoggerProvider(
    { logRecordLimits: { attributeValueLength: 1, attributeCount: 1 } },
    {
      resource: resourceFromAttributes({}),
      processors: [new SimpleLogRecordProcessor({ exporter })],
    },
  );
  assert.ok(provider);
  assert.equal(logs.setGlobalLoggerProvider(provider), true);
  logs.getLogger("test").emit({ body: "line", attributes });
  assert.deepEqual(exporter.getFinishedLogRecords()[0]?.attributes, { a0: "t" });
});

test("there is no provider of loggers where the signal is off", () => {
  const parts = { resource: resourceFromAttributes({}), processors: [] };
  assert.equal(createLoggerProvider({ logRecordLimits: NONE }, parts), undefined);
});
