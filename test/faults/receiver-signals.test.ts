import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { OtlpProtocol } from "../../packages/sdk/src/config/config.ts";
import { createDelivery, type Delivery } from "../../packages/sdk/src/export/delivery.ts";
import { createLedger, type Ledger } from "../../packages/sdk/src/export/ledger.ts";
import {
  createLogsSerialiser,
  createMetricsSerialiser,
} from "../../packages/sdk/src/export/serialiser.ts";
import { createLogProcessor } from "../../packages/sdk/src/logs/log-processor.ts";
import { createLoggerProvider } from "../../packages/sdk/src/logs/logger-provider.ts";
import { createMeterProvider } from "../../packages/sdk/src/metrics/meter-provider.ts";
import { createMetricExporter } from "../../packages/sdk/src/metrics/metric-exporter.ts";
import { createReport } from "../../packages/sdk/src/report.ts";
import { receiverFor, transportFor } from "./receiver-client.ts";
import type { Receiver } from "./receiver.ts";

const protocols: readonly OtlpProtocol[] = ["http/protobuf", "http/json", "grpc"];
const times = { scheduleDelayMs: 1000, exportTimeoutMs: 5000 };

for (const protocol of protocols) {
  test(`${protocol}: every log record arrives, though the receiver takes only small requests`, async (t) => {
    const { receiver, delivery, ledger } = await setUp(t, protocol, "logs");
    receiver.behave({ kind: "limit", bytes: 5000 });
    const processor = createLogProcessor({
      delivery,
      ledger,
      serialiser: createLogsSerialiser(protocol),
      maxExportBatchSize: 512,
      maxQueueSize: Infinity,
      maxRequestBytes: 4_000_000,
      ...times,
    });
    const provider = createLoggerProvider({
      resource: resource(),
      processors: [processor],
      ledger,
    });
    const loggers = [provider.getLogger("one"), provider.getLogger("two", "1.0")];
    for (let number = 0; number < 600; number++) {
      loggers[number % 2]?.emit({ body: "x".repeat(number % 100), attributes: { number } });
    }
    await provider.forceFlush();
    assert.deepEqual(receiver.receipts.numbers("logs"), upTo(600));
    assert.equal(receiver.receipts.duplicates("logs"), 0);
    const { made, delivered, pending } = ledger.snapshot().logs;
    assert.deepEqual({ made, delivered, pending }, { made: 600, delivered: 600, pending: 0 });
  });

  test(`${protocol}: every metric point arrives, though the receiver takes only small requests`, async (t) => {
    const { receiver, delivery, ledger } = await setUp(t, protocol, "metrics");
    receiver.behave({ kind: "limit", bytes: 5000 });
    const exporter = createMetricExporter({
      delivery,
      ledger,
      serialiser: createMetricsSerialiser(protocol),
      maxRequestBytes: 20_000,
      temporality: "delta",
      histograms: "base2_exponential_bucket_histogram",
      ...times,
    });
    const provider = createMeterProvider({
      resource: resource(),
      exporters: [exporter],
      exportIntervalMs: 60_000,
      exportTimeoutMs: 30_000,
      ledger,
    });
    const meters = [provider.getMeter("one"), provider.getMeter("two")];
    for (let number = 0; number < 300; number++) {
      const meter = meters[number % 2];
      const name = `metric.${number % 30}`;
      if (number % 30 < 10) meter?.createHistogram(name).record(number, { number });
      else if (number % 30 < 20) meter?.createGauge(name).record(number, { number });
      else meter?.createCounter(name).add(0.5, { number });
    }
    await provider.forceFlush();
    assert.deepEqual(receiver.receipts.numbers("metrics"), upTo(300));
    assert.equal(receiver.receipts.duplicates("metrics"), 0);
    const { made, delivered, pending } = ledger.snapshot().metrics;
    assert.deepEqual({ made, delivered, pending }, { made: 300, delivered: 300, pending: 0 });
  });
}

async function setUp(
  t: TestContext,
  protocol: OtlpProtocol,
  signal: "logs" | "metrics",
): Promise<{ receiver: Receiver; delivery: Delivery; ledger: Ledger }> {
  const receiver = await receiverFor(t, { protocol: protocol === "grpc" ? "grpc" : "http" });
  const url = protocol === "grpc" ? receiver.url : `${receiver.url}/v1/${signal}`;
  const ledger = createLedger();
  const delivery = createDelivery({
    transport: transportFor(t, { url, protocol }),
    ledger,
    report: createReport({ level: "none" }),
  });
  return { receiver, delivery, ledger };
}

function resource(): Parameters<typeof createLoggerProvider>[0]["resource"] {
  const attributes = { "service.name": "numbers" };
  const whole = {
    attributes,
    merge: () => whole,
    getRawAttributes: () => Object.entries(attributes),
  };
  return whole;
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
