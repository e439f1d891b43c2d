import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { type AnyValue, type Meter, ValueType } from "@opentelemetry/api";
import { emptyResource } from "@opentelemetry/resources";
import {
  InMemoryLogRecordExporter,
  LoggerProvider,
  type ReadableLogRecord,
  SimpleLogRecordProcessor,
} from "@opentelemetry/sdk-logs";
import { MeterProvider, MetricReader, type ResourceMetrics } from "@opentelemetry/sdk-metrics";
import { createLogsSerialiser, createMetricsSerialiser } from "./serialiser.ts";
import { readFields } from "./transport/wire.ts";

for (const [value, written] of [
  [Number.NaN, { doubleValue: "NaN" }],
  [2 ** 53 - 1, { intValue: 9007199254740991 }],
  [-(2 ** 53), { intValue: -9007199254740992 }],
  [2 ** 60, { intValue: "1152921504606846976" }],
  [2 ** 63 - 1024, { intValue: "9223372036854774784" }],
  [-(2 ** 63), { intValue: "-9223372036854775808" }],
  [2 ** 63, { doubleValue: 9223372036854775808 }],
  [-(2 ** 64), { doubleValue: -18446744073709551616 }],
  [2 ** 70, { doubleValue: 2 ** 70 }],
  [-Number.MAX_VALUE, { doubleValue: -Number.MAX_VALUE }],
  [0.1, { doubleValue: 0.1 }],
  [1e-300, { doubleValue: 1e-300 }],
  ["100000000000000000000", { stringValue: "100000000000000000000" }],
] satisfies [AnyValue, object][]) {
  test(`${typeof value} ${value} in a log record is ${JSON.stringify(written)} in JSON`, () => {
    const [record] = serialiseLog({ alone: value, list: [value], inside: { value } });
    assert.deepEqual(record.attributes, [
      { key: "alone", value: written },
      { key: "list", value: { arrayValue: { values: [written] } } },
      { key: "inside", value: { kvlistValue: { values: [{ key: "value", value: written }] } } },
    ]);
  });
}

test("an infinite number is written as NaN, which receivers can read", () => {
  const [record] = serialiseLog({ up: Number.POSITIVE_INFINITY, down: Number.NEGATIVE_INFINITY });
  assert.deepEqual(record.attributes, [
    { key: "up", value: { doubleValue: "NaN" } },
    { key: "down", value: { doubleValue: "NaN" } },
  ]);
});

test("a text that looks like a bad number stays as it is", () => {
  const texts = ['"doubleValue":null', '{"intValue":1e+30}', 'a\\"asDouble":null,', '"sum":null,'];
  const attributes = Object.fromEntries(texts.map((text) => [text, text]));
  const [record] = serialiseLog({ ...attributes, bad: Number.NaN });
  assert.deepEqual(record.attributes, [
    ...texts.map((text) => ({ key: text, value: { stringValue: text } })),
    { key: "bad", value: { doubleValue: "NaN" } },
  ]);
});

const whole = { valueType: ValueType.INT };

for (const [what, written, measure] of [
  ["within 64 bits", { asInt: "4611686018427387904" }, (m) => count(m, 2 ** 62)],
  ["of the smallest 64 bits", { asInt: "-9223372036854775808" }, (m) => count(m, -(2 ** 63))],
  ["beyond 64 bits", { asDouble: 2 ** 70 }, (m) => count(m, 2 ** 70)],
  ["beyond doubles", { asDouble: "NaN" }, (m) => count(m, Number.MAX_VALUE, Number.MAX_VALUE)],
  ["that is infinite", { asDouble: "NaN" }, (m) => m.createGauge("g").record(-Infinity)],
  ["that is huge", { asDouble: 2 ** 70 }, (m) => m.createGauge("g").record(2 ** 70)],
] satisfies [string, object, (meter: Meter) => void][]) {
  test(`the value ${what} of a point is ${JSON.stringify(written)} in JSON`, async () => {
    assert.deepEqual(await serialisePoint(measure), { attributes: [], ...written });
  });
}

for (const [what, written, measure] of [
  ["within 64 bits", { asInt: 2n ** 62n }, (m) => count(m, 2 ** 62)],
  ["of the smallest 64 bits", { asInt: -(2n ** 63n) }, (m) => count(m, -(2 ** 63))],
  ["just beyond 64 bits", { asDouble: 2 ** 63 }, (m) => count(m, 2 ** 63)],
  ["far beyond 64 bits", { asDouble: 1e30 }, (m) => m.createCounter("c", whole).add(1e30)],
  ["beyond doubles", { asDouble: Infinity }, (m) => count(m, Number.MAX_VALUE, Number.MAX_VALUE)],
  [
    "of a gauge beyond 64 bits",
    { asDouble: -1e30 },
    (m) => m.createGauge("g", whole).record(-1e30),
  ],
] satisfies [string, object, (meter: Meter) => void][]) {
  test(`the whole number ${what} of a point is ${inspect(written)} in protobuf`, async () => {
    const bytes = createMetricsSerialiser("http/protobuf").serialise(await collect(measure));
    assert.deepEqual(readPoint(bytes), written);
  });
}

test("a histogram leaves out the sum and the ends that are infinite", async () => {
  const { bucketCounts, explicitBounds, ...point } = await serialisePoint((meter) => {
    const advice = { explicitBucketBoundaries: [10] };
    const histogram = meter.createHistogram("h", { advice });
    for (const value of [1, Number.POSITIVE_INFINITY]) histogram.record(value);
  });
  assert.deepEqual(point, { attributes: [], count: 2, min: 1 });
  assert.deepEqual([bucketCounts, explicitBounds], [[1, 1], [10]]);
});

function count(meter: Meter, ...values: readonly number[]): void {
  const counter = meter.createUpDownCounter("c", whole);
  for (const value of values) counter.add(value);
}

interface WrittenLog {
  readonly attributes: readonly object[];
}

function serialiseLog(attributes: Record<string, AnyValue>): [WrittenLog] {
  const exporter = new InMemoryLogRecordExporter();
  const processors = [new SimpleLogRecordProcessor({ exporter })];
  const provider = new LoggerProvider({ resource: emptyResource(), processors });
  provider.getLogger("test").emit({ attributes });
  const records: ReadableLogRecord[] = exporter.getFinishedLogRecords();
  const text = Buffer.from(createLogsSerialiser("http/json").serialise(records)).toString();
  return JSON.parse(text).resourceLogs[0].scopeLogs[0].logRecords;
}

/** The one point of the metrics that `measure` makes, without its times. */
async function serialisePoint(measure: (meter: Meter) => void): Promise<Record<string, unknown>> {
  const bytes = createMetricsSerialiser("http/json").serialise(await collect(measure));
  const [metric] = JSON.parse(Buffer.from(bytes).toString()).resourceMetrics[0].scopeMetrics[0]
    .metrics;
  const [point] = (metric.sum ?? metric.gauge ?? metric.histogram).dataPoints;
  const { startTimeUnixNano: _start, timeUnixNano: _time, ...others } = point;
  return others;
}

async function collect(measure: (meter: Meter) => void): Promise<ResourceMetrics> {
  const reader = new ReaderOnDemand();
  const provider = new MeterProvider({ resource: emptyResource(), readers: [reader] });
  measure(provider.getMeter("test"));
  return (await reader.collect()).resourceMetrics;
}

/** The value of the one number point in the request. */
function readPoint(request: Uint8Array): object {
  const metric = fieldIn(fieldIn(fieldIn(request, 1), 2), 2);
  const data = [...readFields(metric)].find(({ number }) => number === 5 || number === 7);
  assert.ok(data !== undefined);
  for (const { number, bytes } of readFields(fieldIn(data.bytes, 1))) {
    if (number === 4) return { asDouble: Buffer.from(bytes).readDoubleLE() };
    if (number === 6) return { asInt: Buffer.from(bytes).readBigInt64LE() };
  }
  return {};
}

function fieldIn(message: Uint8Array, wanted: number): Uint8Array {
  const field = [...readFields(message)].find(({ number }) => number === wanted);
  assert.ok(field !== undefined);
  return field.bytes;
}

class ReaderOnDemand extends MetricReader {
  protected override async onForceFlush(): Promise<void> {}

  protected override async onShutdown(): Promise<void> {}
}
