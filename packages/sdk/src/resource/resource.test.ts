import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test, type TestContext } from "node:test";
import { inspect } from "node:util";
import { OTLPTraceExporter as JsonExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtobufExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { detectResources, type Resource, resourceFromAttributes } from "@opentelemetry/resources";
import {
  BatchLogRecordProcessor,
  InMemoryLogRecordExporter,
  LoggerProvider,
} from "@opentelemetry/sdk-logs";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import {
  BatchSpanProcessor,
  InMemorySpanExporter,
  type SpanExporter,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import type { ResourceAttributes } from "./attributes.ts";
import { createResource } from "./resource.ts";

/** A resource whose detection never ends, and the way to let it know more. */
function createLate(): { resource: Resource; learn: (attributes: ResourceAttributes) => void } {
  let known: ResourceAttributes = { "service.name": "detected", "host.name": "local" };
  const resource = createResource(
    { resource: { "service.name": "given" } },
    { attributes: () => known, settled: new Promise(() => {}) },
  );
  return { resource, learn: (attributes) => void (known = { ...known, ...attributes }) };
}

test("the user's attributes win over detected ones, and OpenTelemetry says what it is", () => {
  const { "telemetry.sdk.version": version, ...rest } = createLate().resource.attributes;
  assert.deepEqual(rest, {
    "telemetry.sdk.name": "opentelemetry",
    "telemetry.sdk.language": "nodejs",
    "service.name": "given",
    "host.name": "local",
  });
  assert.equal(typeof version, "string");
});

test("attributes are made anew only when more is known", () => {
  const { resource, learn } = createLate();
  assert.equal(resource.attributes, resource.attributes);
  learn({ "cloud.zone": "a", "service.name": "late" });
  assert.equal(resource.attributes["cloud.zone"], "a");
  assert.equal(resource.attributes["service.name"], "given");
  assert.equal(resource.asyncAttributesPending, false);
});

test("spans are exported while detection goes on, and later ones with what it has found", async () => {
  const { resource, learn } = createLate();
  const exporter = new InMemorySpanExporter();
  const processor = new BatchSpanProcessor({ exporter });
  const provider = new TracerProvider({ resource, spanProcessors: [processor] });
  const span = provider.getTracer("test").startSpan("first");
  assert.match(inspect(span, { depth: 9 }), /service\.name/);
  span.end();
  await provider.forceFlush();
  const [first] = exporter.getFinishedSpans();
  assert.equal(first?.resource.attributes["cloud.zone"], undefined);
  learn({ "cloud.zone": "a" });
  provider.getTracer("test").startSpan("second").end();
  await provider.forceFlush();
  assert.equal(exporter.getFinishedSpans()[1]?.resource.attributes["cloud.zone"], "a");
  await provider.shutdown();
});

test("log records and metrics have the same resource, and wait for nothing either", async () => {
  const { resource, learn } = createLate();
  learn({ "cloud.zone": "a" });
  const records = new InMemoryLogRecordExporter();
  const logs = new LoggerProvider({
    resource,
    processors: [new BatchLogRecordProcessor({ exporter: records })],
  });
  logs.getLogger("test").emit({ body: "hello" });
  await logs.forceFlush();
  assert.equal(records.getFinishedLogRecords()[0]?.resource.attributes["cloud.zone"], "a");
  const points = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter: points });
  const metrics = new MeterProvider({ resource, readers: [reader] });
  metrics.getMeter("test").createCounter("c").add(1);
  await metrics.forceFlush();
  assert.equal(points.getMetrics()[0]?.resource.attributes["cloud.zone"], "a");
  await Promise.all([logs.shutdown(), metrics.shutdown()]);
});

/** Sends one span, and gives the body of the request. */
async function send(
  t: TestContext,
  createExporter: (url: string) => SpanExporter,
  resource: Resource,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const server = createServer((request, response) => {
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.once("end", () => response.end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null);
  const exporter = createExporter(`http://127.0.0.1:${address.port}`);
  const processor = new BatchSpanProcessor({ exporter });
  const provider = new TracerProvider({ resource, spanProcessors: [processor] });
  provider.getTracer("test").startSpan("span").end();
  await provider.shutdown();
  return Buffer.concat(chunks);
}

test("both OTLP encodings carry every kind of attribute", async (t) => {
  const { resource, learn } = createLate();
  learn({ "cloud.zone": "zone-a", list: ["one", "two"], "process.pid": 7 });
  const json = await send(t, (url) => new JsonExporter({ url }), resource);
  const { attributes } = JSON.parse(json.toString()).resourceSpans[0].resource;
  const expected = [
    { key: "service.name", value: { stringValue: "given" } },
    { key: "process.pid", value: { intValue: 7 } },
    {
      key: "list",
      value: { arrayValue: { values: [{ stringValue: "one" }, { stringValue: "two" }] } },
    },
    { key: "cloud.zone", value: { stringValue: "zone-a" } },
  ];
  for (const attribute of expected) {
    const found = attributes.find(({ key }: { key: string }) => key === attribute.key);
    assert.deepEqual(found, attribute);
  }
  const protobuf = await send(t, (url) => new ProtobufExporter({ url }), resource);
  for (const text of ["service.name", "given", "zone-a", "two"]) assert.ok(protobuf.includes(text));
});

test("merge() takes the other's attributes first, and stays alive", async () => {
  const { resource, learn } = createLate();
  const merged = resource.merge(resourceFromAttributes({ "host.name": "other", a: 1 }));
  learn({ "cloud.zone": "a", "host.name": "late" });
  assert.equal(merged.attributes["host.name"], "other");
  assert.equal(merged.attributes["a"], 1);
  assert.equal(merged.attributes["cloud.zone"], "a");
  assert.equal(resource.merge(null), resource);
  const upstream = resourceFromAttributes({ "host.name": "other", b: 1 }).merge(resource);
  assert.equal(upstream.attributes["host.name"], "late");
  assert.equal(upstream.attributes["b"], 1);
});

test("merge() does not wait for the late attributes of the other, but has them when they come", async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const attributes = { now: "1", later: promise };
  const other = detectResources({ detectors: [{ detect: () => ({ attributes }) }] });
  const merged = createLate().resource.merge(other);
  assert.equal(merged.asyncAttributesPending, false);
  assert.equal(merged.attributes["now"], "1");
  assert.equal("later" in merged.attributes, false);
  resolve("2");
  await other.waitForAsyncAttributes?.();
  assert.equal(merged.attributes["later"], "2");
});

test("merge() keeps a schema URL", () => {
  const { resource } = createLate();
  const schemaUrl = "https://opentelemetry.io/schemas/1.41.0";
  const merged = resource.merge(resourceFromAttributes({}, { schemaUrl }));
  assert.equal(merged.schemaUrl, schemaUrl);
  assert.equal(merged.merge(resource).schemaUrl, schemaUrl);
});
