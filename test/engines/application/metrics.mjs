import { ROOT_CONTEXT, ValueType, metrics, trace } from "@opentelemetry/api";
import { oddValues, plainValues } from "./values.mjs";

const meter = metrics.getMeter("metrics", "3.2.1", { schemaUrl: "https://example.test/schema/2" });

/** Instruments of every kind, with every kind of point. */
export function run() {
  sums();
  histograms();
  gauges();
  observables();
  scopes();
  // Whether it is sampled is no matter of chance.
  const parent = { traceId: "1".repeat(32), spanId: "2".repeat(16), traceFlags: 1 };
  const outside = trace.setSpanContext(ROOT_CONTEXT, parent);
  trace.getTracer("metrics").startActiveSpan("measured in a span", {}, outside, (span) => {
    meter.createCounter("counter.in.span").add(1, { a: 1 });
    meter.createHistogram("histogram.in.span").record(2);
    span.end();
  });
}

function sums() {
  const whole = { valueType: ValueType.INT, unit: "{thing}", description: "Whole things." };
  const counter = meter.createCounter("counter.int", whole);
  counter.add(2, { route: "/a" });
  counter.add(3, { route: "/a" });
  counter.add(1, { route: "/b", list: ["x", "y"] });
  counter.add(0);
  counter.add(1.5, { fraction: true });
  counter.add(-1, { negative: true });
  meter.createCounter("counter.double").add(0.25);
  meter.createCounter("counter.double").add(0.5);
  const attributes = meter.createCounter("counter.attributes");
  for (const [key, value] of Object.entries(plainValues)) attributes.add(1, { [key]: value });
  const odd = meter.createCounter("counter.odd");
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, "1", undefined]) odd.add(value);
  odd.add(1, { nothing: oddValues.undefined, none: oddValues.null });
  const upDown = meter.createUpDownCounter("up.down");
  upDown.add(5);
  upDown.add(-7);
  meter.createUpDownCounter("up.down.large").add(2 ** 60);
  meter.createCounter("never.used");
  meter.createCounter("bad name !").add(1);
}

function histograms() {
  const advised = { unit: "s", advice: { explicitBucketBoundaries: [0.1, 1, 10] } };
  const histogram = meter.createHistogram("histogram.advised", advised);
  for (const value of [0.05, 0.1, 0.5, 1, 5, 10, 100]) histogram.record(value, { a: 1 });
  const plain = meter.createHistogram("histogram.default", { description: "Default bounds." });
  for (const value of [0, 3, 7.5, 20_000]) plain.record(value);
  plain.record(-1);
  plain.record(Number.NaN);
  const whole = meter.createHistogram("histogram.int", { valueType: ValueType.INT });
  for (const value of [1, 10, 1000]) whole.record(value);
}

function gauges() {
  const gauge = meter.createGauge("gauge", { unit: "Cel" });
  gauge.record(20.5, { room: "a" });
  gauge.record(-3, { room: "b" });
  gauge.record(21, { room: "a" });
}

function observables() {
  meter.createObservableCounter("observable.counter").addCallback((result) => {
    result.observe(10, { a: 1 });
    result.observe(20, { a: 2 });
  });
  const upDown = meter.createObservableUpDownCounter("observable.up.down");
  const gauge = meter.createObservableGauge("observable.gauge", { unit: "1" });
  meter.addBatchObservableCallback(
    (result) => {
      result.observe(upDown, -4);
      result.observe(gauge, 0.75, { a: "b" });
    },
    [upDown, gauge],
  );
  const failing = meter.createObservableGauge("observable.failing");
  failing.addCallback(() => {
    throw new Error("the application's");
  });
  const late = meter.createObservableGauge("observable.async");
  late.addCallback(async (result) => {
    await Promise.resolve();
    observeOne(result);
  });
  const removed = meter.createObservableGauge("observable.removed");
  removed.addCallback(observeOne);
  removed.removeCallback(observeOne);
}

function observeOne(result) {
  result.observe(1);
}

function scopes() {
  metrics.getMeter("bare").createCounter("counter.int").add(1);
  metrics.getMeter("metrics", "4").createCounter("counter.int").add(1);
}
