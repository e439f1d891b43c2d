import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { createRig, type Rig, settle, testBatch } from "./delivery.test.helper.ts";
import { ExportError } from "./explain-failure.ts";
import { createSelfMetrics } from "./self-metrics.ts";

const url = "http://collector:4318/v1/traces";
const exporter = {
  "otel.component.type": "otlp_http_span_exporter",
  "otel.component.name": "otlp_http_span_exporter/0",
  "server.address": "collector",
  "server.port": 4318,
};
const processor = {
  "otel.component.type": "batching_span_processor",
  "otel.component.name": "batching_span_processor/0",
};

test("the SDK's metrics are the ledger's figures, under the names of the conventions", async (t) => {
  const { rig, collect } = createMeasuredRig(t, { started: 60, live: 12 });
  rig.make(testBatch("1", { items: 10, bytes: 1 }));
  rig.make(testBatch("2", { items: 20, bytes: 1 }));
  rig.make(testBatch("3", { items: 5, bytes: 1 }));
  await settle();
  rig.make(testBatch("4", { items: 7, bytes: 1 }));
  await rig.open[0]?.answer({ kind: "delivered", rejected: 3 });
  rig.make(testBatch("huge", { items: 2, bytes: 1e9 }));
  rig.ledger.made("traces", 4);
  rig.ledger.repaired("traces", 3, "attributes");
  rig.ledger.repaired("logs", 2, "body");
  rig.ledger.dropped("traces", 1, "encoding");
  const metrics = await collect();
  assert.deepEqual(metrics.get("otel.sdk.exporter.span.exported"), [
    [7, exporter],
    [3, { ...exporter, "error.type": "rejected" }],
  ]);
  assert.deepEqual(metrics.get("otel.sdk.exporter.span.inflight"), [[25, exporter]]);
  assert.deepEqual(metrics.get("otel.sdk.processor.span.processed"), [
    [35, processor],
    [2, { ...processor, "error.type": "queue_full" }],
    [1, { ...processor, "error.type": "encoding" }],
  ]);
  assert.deepEqual(metrics.get("otel.sdk.processor.span.queue.size"), [[10, processor]]);
  assert.deepEqual(metrics.get("otel.sdk.span.started"), [[60, {}]]);
  assert.deepEqual(metrics.get("otel.sdk.span.live"), [[12, {}]]);
  assert.deepEqual(metrics.get("otel.sdk.log.created"), [[0, {}]]);
  assert.deepEqual(metrics.get("agent_otel.repaired"), [
    [3, { "agent_otel.signal": "traces" }],
    [2, { "agent_otel.signal": "logs" }],
  ]);
});

test("an operation lasts from the first attempt to the last, and has one error type", async (t) => {
  const { rig, collect } = createMeasuredRig(t);
  rig.make(testBatch("1", { items: 10, bytes: 1 }));
  await settle();
  rig.clock.ms = 2000;
  await rig.open[0]?.answer({ kind: "delivered", rejected: 0 });
  rig.make(testBatch("2", { items: 10, bytes: 1 }));
  await settle();
  await rig.open[0]?.answer({
    kind: "failed",
    error: new ExportError("HTTP status 400", { code: 400 }),
  });
  const metrics = await collect();
  assert.deepEqual(metrics.get("otel.sdk.exporter.operation.duration"), [
    [2, exporter],
    [0, { ...exporter, "error.type": "400" }],
  ]);
  assert.deepEqual(metrics.get("otel.sdk.exporter.span.exported"), [
    [10, exporter],
    [10, { ...exporter, "error.type": "export_failed" }],
  ]);
});

test("nothing is told before anything has been made", async (t) => {
  const { collect } = createMeasuredRig(t);
  assert.deepEqual([...(await collect()).keys()], []);
  assert.deepEqual([...(await collect()).keys()], []);
});

for (const signal of ["traces", "metrics", "logs"] as const) {
  test(`the first of ${signal} that is made lets all be told`, async (t) => {
    const { rig, collect } = createMeasuredRig(t);
    assert.equal((await collect()).size, 0);
    rig.ledger.made(signal);
    assert.deepEqual([...(await collect()).keys()].toSorted(), observed);
  });
}

test("a span that is started lets all be told, though it may never be recorded", async (t) => {
  const spans = { started: 0, live: 0 };
  const { collect } = createMeasuredRig(t, spans);
  assert.equal((await collect()).size, 0);
  spans.started = 1;
  assert.deepEqual([...(await collect()).keys()].toSorted(), observed);
});

const observed = [
  "otel.sdk.exporter.span.exported",
  "otel.sdk.exporter.span.inflight",
  "otel.sdk.log.created",
  "otel.sdk.processor.span.processed",
  "otel.sdk.processor.span.queue.size",
  "otel.sdk.span.live",
  "otel.sdk.span.started",
];

interface MeasuredRig {
  readonly rig: Rig;
  /** Each metric's points: the value, or the sum of a histogram, and the attributes. */
  readonly collect: () => Promise<Map<string, [number, object][]>>;
}

/** A rig with two requests at a time, room for four small batches, and the metrics about it. */
function createMeasuredRig(t: TestContext, spans = { started: 0, live: 0 }): MeasuredRig {
  const selfMetrics = createSelfMetrics();
  const rig = createRig({ parallel: 2, maxPendingBytes: 4, onConcluded: selfMetrics.concluded });
  const memory = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter: memory, exportIntervalMillis: 1e8 });
  t.after(() => reader.shutdown());
  const provider = new MeterProvider({ readers: [reader] });
  selfMetrics.register(provider, {
    ledger: rig.ledger,
    exporters: [{ signal: "traces", delivery: rig.delivery, url, protocol: "http/protobuf" }],
    spans: () => spans,
  });
  return { rig, collect: () => readAll(reader, memory) };
}

async function readAll(
  reader: PeriodicExportingMetricReader,
  memory: InMemoryMetricExporter,
): Promise<Map<string, [number, object][]>> {
  memory.reset();
  await reader.forceFlush();
  const metrics = memory
    .getMetrics()
    .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
  return new Map(
    metrics.map(({ descriptor, dataPoints }) => [
      descriptor.name,
      dataPoints.map(({ value, attributes }): [number, object] => [
        typeof value === "number" ? value : (value.sum ?? Number.NaN),
        attributes,
      ]),
    ]),
  );
}
