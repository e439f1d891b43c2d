import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { type IMetricReader, InstrumentType, MeterProvider } from "@opentelemetry/sdk-metrics";
import type { MetricsConfig } from "../config/config.ts";
import { captureReport, DEFAULT_METRICS, otlp, until } from "./exporters.test.helper.ts";
import { createMetricReaders } from "./metrics.ts";

function create(metrics: Partial<MetricsConfig>): IMetricReader {
  const { report } = captureReport();
  const [reader] = createMetricReaders(
    { metrics: { ...DEFAULT_METRICS, ...metrics } },
    { report, isEnding: () => false },
  );
  assert.ok(reader);
  return reader;
}

const cumulative = 1;
const delta = 0;

for (const protocol of ["http/protobuf", "http/json", "grpc"] as const) {
  const exporters = [otlp({ signal: "metrics", protocol, url: "http://127.0.0.1:1/v1/metrics" })];

  test(`${protocol}: temporality and histograms are those of the configuration`, () => {
    for (const [temporality, ofCounter, ofObservable, ofUpDown] of [
      ["cumulative", cumulative, cumulative, cumulative],
      ["delta", delta, delta, cumulative],
      ["lowmemory", delta, cumulative, cumulative],
    ] as const) {
      const reader = create({ exporters, temporality });
      assert.equal(reader.selectAggregationTemporality(InstrumentType.COUNTER), ofCounter);
      assert.equal(reader.selectAggregationTemporality(InstrumentType.HISTOGRAM), ofCounter);
      assert.equal(
        reader.selectAggregationTemporality(InstrumentType.OBSERVABLE_COUNTER),
        ofObservable,
      );
      assert.equal(reader.selectAggregationTemporality(InstrumentType.UP_DOWN_COUNTER), ofUpDown);
    }
  });

  test(`${protocol}: nothing of it is read from the environment again`, (t) => {
    process.env["OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE"] = "delta";
    t.after(() => delete process.env["OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE"]);
    const reader = create({ exporters });
    assert.equal(reader.selectAggregationTemporality(InstrumentType.COUNTER), cumulative);
  });
}

interface Point {
  readonly count: string;
  readonly scale?: number;
  readonly explicitBounds?: readonly number[];
}

interface Histogram {
  readonly aggregationTemporality: number;
  readonly dataPoints: readonly Point[];
}

interface Payload {
  readonly resourceMetrics: readonly {
    readonly scopeMetrics: readonly {
      readonly metrics: readonly {
        readonly histogram?: Histogram;
        readonly exponentialHistogram?: Histogram;
      }[];
    }[];
  }[];
}

test("an exponential histogram arrives with the temporality that is asked for, advice or not", async (t) => {
  const payloads: Payload[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      payloads.push(JSON.parse(body));
      return response.setHeader("content-type", "application/json").end("{}");
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no TCP address");
  const url = `http://127.0.0.1:${address.port}/v1/metrics`;
  const exporters = [otlp({ signal: "metrics", protocol: "http/json", url })];
  for (const histogramAggregation of [
    "base2_exponential_bucket_histogram",
    "explicit_bucket_histogram",
  ] as const) {
    const reader = create({ exporters, histogramAggregation, temporality: "delta" });
    const provider = new MeterProvider({ readers: [reader] });
    const advice = { explicitBucketBoundaries: [1, 2] };
    provider.getMeter("test").createHistogram("d", { unit: "s", advice }).record(1.5);
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await provider.shutdown();
  }
  const [exponential, explicit] = payloads.map(
    ({ resourceMetrics }) => resourceMetrics[0]?.scopeMetrics[0]?.metrics[0],
  );
  assert.equal(exponential?.exponentialHistogram?.aggregationTemporality, 1);
  assert.equal(exponential.exponentialHistogram.dataPoints[0]?.scale, 20);
  assert.equal(exponential.histogram, undefined);
  assert.equal(explicit?.histogram?.aggregationTemporality, 1);
  assert.deepEqual(explicit.histogram.dataPoints[0]?.explicitBounds, [1, 2]);
});

test("metrics go to the console at the interval of the configuration", async (t) => {
  const printed = t.mock.method(console, "dir", () => undefined);
  const reader = create({
    exporters: [{ kind: "console" }],
    exportIntervalMs: 20,
    exportTimeoutMs: 20,
  });
  const provider = new MeterProvider({ readers: [reader] });
  provider.getMeter("test").createCounter("orders").add(1);
  await until(() => printed.mock.callCount() >= 2);
  await provider.shutdown();
});
