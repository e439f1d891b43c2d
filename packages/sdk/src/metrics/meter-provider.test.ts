import assert from "node:assert/strict";
import { test } from "node:test";
import { resourceFromAttributes } from "@opentelemetry/resources";
import type { ResourceMetrics } from "@opentelemetry/sdk-metrics";
import {
  type CollectingDelivery,
  collectingDelivery,
  jsonOf,
} from "../export/collecting-delivery.test.helper.ts";
import { createLedger, type SignalFigures } from "../export/ledger.ts";
import { createMetricsSerialiser, type Serialiser } from "../export/serialiser.ts";
import { createMeterProvider, type MeterProvider } from "./meter-provider.ts";
import { createMetricExporter, type MetricExporterOptions } from "./metric-exporter.ts";

interface Rig {
  readonly delivery: CollectingDelivery;
  readonly provider: MeterProvider;
  readonly figures: () => SignalFigures;
  readonly metrics: () => readonly JsonMetric[];
}

interface JsonMetric {
  readonly name: string;
  readonly sum?: { aggregationTemporality: number; dataPoints: readonly JsonPoint[] };
  readonly gauge?: { dataPoints: readonly JsonPoint[] };
  readonly histogram?: { aggregationTemporality: number; dataPoints: readonly object[] };
  readonly exponentialHistogram?: { aggregationTemporality: number };
}

interface JsonPoint {
  readonly asDouble?: number;
  readonly asInt?: number;
  readonly attributes: readonly { key: string; value: object }[];
}

function createRig(options: Partial<MetricExporterOptions> = {}): Rig {
  const delivery = collectingDelivery();
  const ledger = createLedger();
  const exporter = createMetricExporter({
    delivery,
    ledger,
    serialiser: createMetricsSerialiser("http/json"),
    maxRequestBytes: 4_000_000,
    exportTimeoutMs: 3000,
    temporality: "cumulative",
    histograms: "explicit_bucket_histogram",
    ...options,
  });
  const provider = createMeterProvider({
    resource: resourceFromAttributes({ "service.name": "test" }),
    exporters: [exporter],
    exportIntervalMs: 60_000,
    exportTimeoutMs: 30_000,
    ledger,
  });
  return {
    delivery,
    provider,
    figures: () => ledger.snapshot().metrics,
    metrics: () => delivery.batches.flatMap((batch) => metricsIn(jsonOf(batch))),
  };
}

function metricsIn(payload: unknown): readonly JsonMetric[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what OTLP/JSON is
  const { resourceMetrics } = payload as {
    resourceMetrics: readonly { scopeMetrics: readonly { metrics: readonly JsonMetric[] }[] }[];
  };
  return resourceMetrics.flatMap(({ scopeMetrics }) =>
    scopeMetrics.flatMap(({ metrics }) => metrics),
  );
}

test("every point is counted once for each export", async () => {
  const { provider, figures, delivery } = createRig();
  const meter = provider.getMeter("test");
  const counter = meter.createCounter("requests");
  for (let user = 0; user < 5; user++) counter.add(1, { user });
  meter.createHistogram("duration").record(0.5);
  await provider.forceFlush();
  assert.deepEqual([figures().made, delivery.batches[0]?.items], [6, 6]);
  await provider.forceFlush();
  assert.equal(figures().made, 12);
});

test("an export without points is none", async () => {
  const { provider, delivery } = createRig();
  provider.getMeter("test").createCounter("unused");
  await provider.forceFlush();
  assert.equal(delivery.batches.length, 0);
});

test("attributes that upstream cannot take neither throw nor cost the measurement", async () => {
  const { provider, metrics, figures } = createRig();
  const meter = provider.getMeter("test");
  const cycle: Record<string, unknown> = { good: "yes" };
  cycle["self"] = cycle;
  const getter = Object.defineProperty({ good: "yes" }, "bad", {
    enumerable: true,
    get: () => {
      throw new Error("hostile");
    },
  });
  for (const attributes of [{ id: 10n, good: "yes" }, cycle, getter]) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what applications pass all the same
    const given = attributes as never;
    meter.createCounter("counter").add(1, given);
    meter.createUpDownCounter("updown").add(1, given);
    meter.createHistogram("histogram").record(1, given);
    meter.createGauge("gauge").record(1, given);
  }
  await provider.forceFlush();
  const counter = metrics().find(({ name }) => name === "counter");
  const values =
    counter?.sum?.dataPoints.map(({ asDouble, asInt }) => asDouble ?? asInt ?? 0) ?? [];
  assert.equal(
    values.reduce((sum, value) => sum + value, 0),
    3,
  );
  assert.equal(metrics().length, 4);
  // A bigint that a number holds exactly is one.
  assert.equal(figures().repaired, 8);
  assert.equal(figures().dropped.encoding, 0);
});

test("a metric that cannot be written is lost alone, and counted", async () => {
  const upstream = createMetricsSerialiser("http/json");
  const picky: Serialiser<ResourceMetrics> = {
    contentType: upstream.contentType,
    serialise: (request) => {
      const names = request.scopeMetrics
        .flatMap(({ metrics }) => metrics)
        .map(({ descriptor }) => descriptor.name);
      if (names.includes("poison")) throw new TypeError("cannot be written");
      return upstream.serialise(request);
    },
  };
  const { provider, metrics, figures } = createRig({ serialiser: picky });
  const meter = provider.getMeter("test");
  for (const name of ["first", "poison", "last"]) meter.createCounter(name).add(1);
  await provider.forceFlush();
  assert.deepEqual(
    metrics().map(({ name }) => name),
    ["first", "last"],
  );
  assert.deepEqual([figures().made, figures().dropped.encoding, figures().pending], [3, 1, 2]);
});

test("nothing is tried for ever when no metric can be written", async () => {
  const hopeless: Serialiser<ResourceMetrics> = {
    contentType: "application/json",
    serialise: () => {
      throw new TypeError("cannot be written");
    },
  };
  const { provider, figures, delivery } = createRig({ serialiser: hopeless });
  provider.getMeter("test").createCounter("counter").add(1);
  await provider.forceFlush();
  assert.equal(delivery.batches.length, 0);
  assert.equal(figures().dropped.encoding, 1);
});

test("a long export becomes several requests with all points", async () => {
  const { provider, delivery, figures } = createRig({ maxRequestBytes: 20_000 });
  const meter = provider.getMeter("test");
  for (let index = 0; index < 50; index++) {
    meter.createCounter(`counter.${index}`).add(1, { text: "x".repeat(1000) });
  }
  await provider.forceFlush();
  assert.ok(delivery.batches.length >= 3);
  assert.ok(delivery.batches.every(({ bytes }) => bytes <= 20_000));
  const items = delivery.batches.reduce((sum, batch) => sum + batch.items, 0);
  assert.deepEqual([items, figures().made], [50, 50]);
});

const DELTA = 1;
const CUMULATIVE = 2;

for (const [temporality, expected] of [
  ["cumulative", [CUMULATIVE, CUMULATIVE, CUMULATIVE, CUMULATIVE]],
  ["delta", [DELTA, DELTA, CUMULATIVE, DELTA]],
  ["lowmemory", [DELTA, CUMULATIVE, CUMULATIVE, DELTA]],
] as const) {
  test(`temporality ${temporality} of counter, observable counter, up-down counter and histogram`, async () => {
    const { provider, metrics } = createRig({ temporality });
    const meter = provider.getMeter("test");
    meter.createCounter("a").add(1);
    meter.createObservableCounter("b").addCallback((result) => result.observe(1));
    meter.createUpDownCounter("c").add(1);
    meter.createHistogram("d").record(1);
    await provider.forceFlush();
    const found = metrics().toSorted((one, other) => (one.name < other.name ? -1 : 1));
    assert.deepEqual(
      found.map(({ sum, histogram }) => (sum ?? histogram)?.aggregationTemporality),
      expected,
    );
  });
}

test("histograms can be exponential", async () => {
  const { provider, metrics } = createRig({ histograms: "base2_exponential_bucket_histogram" });
  provider.getMeter("test").createHistogram("duration").record(0.3);
  await provider.forceFlush();
  assert.ok(metrics()[0]?.exponentialHistogram !== undefined);
});

test("shutdown sends a last export and ends the delivery", async () => {
  const { provider, delivery } = createRig();
  provider.getMeter("test").createCounter("counter").add(1);
  await provider.shutdown();
  assert.equal(delivery.batches.length, 1);
  assert.equal(delivery.ends.at(-1), "shutdown 3000");
});
