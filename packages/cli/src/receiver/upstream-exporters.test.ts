import assert from "node:assert/strict";
import { test } from "node:test";
import type { TestContext } from "node:test";
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { OTLPLogExporter } from "@opentelemetry/exporter-logs-otlp-http";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import { OTLPTraceExporter as GrpcTraceExporter } from "@opentelemetry/exporter-trace-otlp-grpc";
import { OTLPTraceExporter as JsonTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtoTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { LoggerProvider, SimpleLogRecordProcessor } from "@opentelemetry/sdk-logs";
import {
  AggregationType,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { testBackend } from "../backend/backend.test.helper.ts";
import { readTrace } from "../store/read-trace.ts";

const resource = resourceFromAttributes({ "service.name": "shop", "process.pid": 42 });

interface Target {
  grpc: string;
  http: string;
}

type Compression = NonNullable<ConstructorParameters<typeof GrpcTraceExporter>[0]>["compression"];

const exporters = {
  grpc: ({ grpc }: Target) => new GrpcTraceExporter({ url: grpc }),
  "grpc with gzip": ({ grpc }: Target) => new GrpcTraceExporter({ url: grpc, compression: gzip }),
  "http/protobuf": ({ http }: Target) => new ProtoTraceExporter({ url: `${http}/v1/traces` }),
  "http/protobuf with gzip": ({ http }: Target) =>
    new ProtoTraceExporter({ url: `${http}/v1/traces`, compression: gzip }),
  "http/json": ({ http }: Target) => new JsonTraceExporter({ url: `${http}/v1/traces` }),
};
// The enum is of the exporters' base package, which is not a dependency of ours.
// oxlint-disable-next-line typescript/no-unsafe-enum-assignment, typescript/no-unsafe-type-assertion
const gzip = "gzip" as Compression;

for (const [name, createExporter] of Object.entries(exporters)) {
  test(`spans of the upstream ${name} exporter arrive whole`, async (t) => {
    const { store, target, tempo } = await start(t);
    const traceId = await exportTrace(createExporter(target));

    const [root, child, ...others] = readTrace(store, traceId);
    assert.deepEqual(others, []);
    assert.equal(root?.name, "POST /v1/chat");
    assert.equal(root.service, "shop");
    assert.equal(root.kind, 2);
    assert.equal(root.start, 1_700_000_000_123_000_000n);
    assert.equal(root.end, 1_700_000_001_363_000_000n);
    assert.equal(root.parentSpanId, "");
    assert.equal(child?.parentSpanId, root.spanId);
    assert.equal(child.failed, true);
    assert.equal(child.message, "no such order");
    assert.deepEqual(child.attributes, {
      "gen_ai.usage.input_tokens": 412,
      temperature: 0.5,
      stream: false,
      tags: ["a", "b"],
      empty: "",
    });

    const answer = await fetch(`${tempo}/api/traces/${traceId}`);
    const { batches } = JSON.parse(await answer.text());
    const stored = batches[0].scopeSpans[0].spans.find(
      (span: { name: string }) => span.name === "lookup",
    );
    assert.equal(stored.events[0].name, "retry");
    assert.deepEqual(stored.events[0].attributes, [{ key: "attempt", value: { intValue: "2" } }]);
    assert.equal(stored.status.code, "STATUS_CODE_ERROR");
    assert.equal(stored.kind, "SPAN_KIND_CLIENT");
    assert.equal(Buffer.from(stored.traceId, "base64").toString("hex"), traceId);
    assert.equal(Buffer.from(stored.links[0].traceId, "base64").toString("hex"), "ab".repeat(16));
    assert.equal(batches[0].scopeSpans[0].scope.name, "tests");
  });
}

test("metrics of the upstream exporter arrive with every kind of data point", async (t) => {
  const { store, target } = await start(t);
  const exporter = new OTLPMetricExporter({ url: `${target.http}/v1/metrics` });
  const provider = new MeterProvider({
    resource,
    readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 60_000 })],
    views: [
      {
        instrumentName: "exponential",
        aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM },
      },
    ],
  });
  const meter = provider.getMeter("tests");
  meter.createCounter("requests", { unit: "{request}" }).add(3, { route: "/v1/chat" });
  meter.createGauge("temperature").record(-0.5);
  const explicit = { advice: { explicitBucketBoundaries: [1, 10] } };
  const histogram = meter.createHistogram("duration", explicit);
  histogram.record(0.5);
  histogram.record(5);
  meter.createHistogram("exponential").record(4);
  await provider.shutdown();

  const rows = store.database.prepare("select name, body from record where signal = 'metrics'");
  const metrics = new Map(rows.all().map((row) => [row.name, JSON.parse(String(row.body))]));
  const names = new Set(["duration", "exponential", "requests", "temperature"]);
  assert.deepEqual(new Set(metrics.keys()), names);
  const { sum } = metrics.get("requests");
  assert.equal(sum.isMonotonic, true);
  assert.equal(sum.aggregationTemporality, 2);
  assert.equal(Number(sum.dataPoints[0].asInt ?? sum.dataPoints[0].asDouble), 3);
  assert.deepEqual(sum.dataPoints[0].attributes, [
    { key: "route", value: { stringValue: "/v1/chat" } },
  ]);
  assert.equal(metrics.get("temperature").gauge.dataPoints[0].asDouble, -0.5);
  const [point] = metrics.get("duration").histogram.dataPoints;
  assert.deepEqual(point.bucketCounts, ["1", "1", "0"]);
  assert.deepEqual(point.explicitBounds, [1, 10]);
  assert.equal(point.count, "2");
  assert.deepEqual([point.sum, point.min, point.max], [5.5, 0.5, 5]);
  const [exponential] = metrics.get("exponential").exponentialHistogram.dataPoints;
  assert.equal(exponential.count, "1");
  assert.deepEqual(exponential.positive.bucketCounts, ["1"]);
  assert.equal(typeof exponential.scale, "number");
});

test("log records of the upstream http/json exporter arrive with their trace", async (t) => {
  const { store, target } = await start(t);
  const exporter = new OTLPLogExporter({ url: `${target.http}/v1/logs` });
  const processor = new SimpleLogRecordProcessor({ exporter });
  const provider = new LoggerProvider({ resource, processors: [processor] });
  const context = trace.setSpanContext(ROOT_CONTEXT, {
    traceId: "0a".repeat(16),
    spanId: "0b".repeat(8),
    traceFlags: 1,
  });
  const body = { text: "order not found", order: 1042 };
  // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- 17 is ERROR; the enum is in a package of its own
  provider.getLogger("tests").emit({ body, severityNumber: 17, severityText: "ERROR", context });
  await provider.forceFlush();
  await provider.shutdown();

  const row = store.database.prepare("select name, trace, body from record where signal = 'logs'");
  const found = row.get();
  assert.equal(found?.name, "ERROR");
  assert.equal(found.trace, "0a".repeat(16));
  assert.deepEqual(JSON.parse(String(found.body)).body, {
    kvlistValue: {
      values: [
        { key: "text", value: { stringValue: "order not found" } },
        { key: "order", value: { intValue: "1042" } },
      ],
    },
  });
});

async function start(t: TestContext) {
  const { store, ports } = await testBackend(t);
  return {
    store,
    target: { grpc: local(ports.grpc), http: local(ports.http) },
    tempo: local(ports.tempo),
  };
}

function local(port: number): string {
  return `http://127.0.0.1:${port}`;
}

async function exportTrace(
  exporter: GrpcTraceExporter | JsonTraceExporter | ProtoTraceExporter,
): Promise<string> {
  const provider = new TracerProvider({
    resource,
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  const tracer = provider.getTracer("tests", "1.0.0");
  const startTime = 1_700_000_000_123;
  const root = tracer.startSpan("POST /v1/chat", { kind: SpanKind.SERVER, startTime });
  const child = tracer.startSpan(
    "lookup",
    {
      kind: SpanKind.CLIENT,
      startTime: startTime + 10,
      attributes: {
        "gen_ai.usage.input_tokens": 412,
        temperature: 0.5,
        stream: false,
        tags: ["a", "b"],
        empty: "",
      },
      links: [{ context: { traceId: "ab".repeat(16), spanId: "cd".repeat(8), traceFlags: 1 } }],
    },
    trace.setSpan(ROOT_CONTEXT, root),
  );
  child.addEvent("retry", { attempt: 2 });
  child.setStatus({ code: SpanStatusCode.ERROR, message: "no such order" });
  child.end(startTime + 20);
  root.end(startTime + 1_240);
  await provider.forceFlush();
  await provider.shutdown();
  return root.spanContext().traceId;
}
