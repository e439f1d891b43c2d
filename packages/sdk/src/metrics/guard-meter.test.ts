import assert from "node:assert/strict";
import { test } from "node:test";
import { hostileValues } from "../trace/hostile-values.test.helper.ts";
import { createMeterRig, type Instrument } from "./meter-rig.test.helper.ts";

const kinds = [
  "createCounter",
  "createUpDownCounter",
  "createHistogram",
  "createGauge",
  "createObservableCounter",
  "createObservableGauge",
  "createObservableUpDownCounter",
] as const;

for (const [name, make] of Object.entries(hostileValues)) {
  test(`${name} for a name, an option, a value, attributes or a callback does not throw`, async () => {
    const { meter, getMeter, collect } = createMeterRig();
    const begun = performance.now();
    for (const kind of kinds) {
      for (const args of [
        [make()],
        [`${kind}.options`, make()],
        [`${kind}.parts`, { unit: make(), description: make(), valueType: make() }],
        [`${kind}.advice`, { advice: make() }],
        [`${kind}.bounds`, { advice: { explicitBucketBoundaries: make() } }],
        [`${kind}.bound`, { advice: { explicitBucketBoundaries: [make()] } }],
      ]) {
        measure(meter[kind](...args), make);
      }
    }
    getMeter(make());
    getMeter("s", make(), make());
    const good = meter.createObservableGauge("good");
    good.addCallback((result: { observe(...args: unknown[]): void }) => {
      result.observe(1, { a: make() });
      result.observe(2, { good: true });
    });
    const { points } = await collect();
    assert.deepEqual(points.get("good")?.at(-1), [{ good: true }, 2]);
    assert.ok(performance.now() - begun < 10_000);
  });
}

function measure(instrument: Instrument, make: () => unknown): void {
  const methods: Partial<Instrument> = instrument;
  for (const args of [[make()], [1, make()], [1, { a: make() }], [1, {}, make()]] as const) {
    const [value, attributes] = args;
    methods.add?.(value, attributes);
    methods.record?.(value, attributes);
  }
  const callback = make();
  methods.addCallback?.(callback);
  methods.removeCallback?.(callback);
}

test("an instrument without a name measures nothing, and that is told once", async () => {
  const { meter, told, collect } = createMeterRig();
  for (const kind of kinds) {
    const instrument: Partial<Instrument> = meter[kind](Symbol("s"));
    instrument.add?.(1);
    instrument.record?.(1);
    instrument.addCallback?.(() => {});
  }
  assert.deepEqual(told, [
    "A metric instrument is not as it should be: its name is no text, so that it measures nothing.",
  ]);
  assert.equal((await collect()).points.size, 0);
});

test("options that are no good are as if they were not given, and are told once each", async () => {
  const { meter, told, collect } = createMeterRig();
  for (const boundaries of [5, ["x"], [Number.NaN]]) {
    const advice = { explicitBucketBoundaries: boundaries };
    meter.createHistogram(`h.${String(boundaries)}`, { advice, unit: 5 }).record(1);
  }
  meter.createHistogram("good", { advice: { explicitBucketBoundaries: [2, 1, 1] } }).record(1);
  assert.deepEqual(told, [
    "A metric instrument is not as it should be: its unit is no text.",
    "A metric instrument is not as it should be: its explicitBucketBoundaries are no list of numbers.",
  ]);
  const { points } = await collect();
  assert.equal(points.size, 4);
  assert.match(JSON.stringify(points.get("good")), /"boundaries":\[1,2\]/);
  assert.match(JSON.stringify(points.get("h.5")), /"boundaries":\[0,5,10,25/);
});

test("an observation with bad attributes is repaired alone, and counted", async () => {
  const { meter, repaired, collect } = createMeterRig();
  const cycle: Record<string, unknown> = { good: 1 };
  cycle["self"] = cycle;
  const single = meter.createObservableGauge("single");
  const batch = meter.createObservableGauge("batch");
  single.addCallback((result: { observe(...args: unknown[]): void }) => {
    result.observe(1, { id: 2n ** 63n - 1n, symbol: Symbol("s") });
    result.observe(2, cycle);
    result.observe(3, { good: true });
  });
  meter.addBatchObservableCallback(
    (result: { observe(...args: unknown[]): void }) => {
      result.observe(batch, 1, { id: 1n, fn: () => 1 });
      result.observe(batch, 2, { good: true });
    },
    [batch],
  );
  const { points, errors } = await collect();
  assert.deepEqual(errors, []);
  assert.deepEqual(points.get("single"), [
    [{ id: "9223372036854775807" }, 1],
    [{ good: 1, self: { good: 1, self: "[circular]" } }, 2],
    [{ good: true }, 3],
  ]);
  assert.deepEqual(points.get("batch"), [
    [{ id: 1 }, 1],
    [{ good: true }, 2],
  ]);
  assert.equal(repaired(), 3);
});

test("an attribute with more parts than any measurement needs is left out, at no great cost", async () => {
  const { meter, repaired, collect } = createMeterRig();
  const counter = meter.createCounter("counter");
  const list = Array.from({ length: 1000 }, (_, at) => at);
  counter.add(1, { list });
  const begun = performance.now();
  for (let count = 0; count < 100; count += 1) {
    counter.add(1, { explosive: hostileValues["explosive"]?.(), wide: [list, list], good: true });
    counter.add(1, { map: new Map(list.concat(2000).map((at) => [at, [at]])), good: true });
  }
  assert.ok(performance.now() - begun < 5000);
  assert.deepEqual((await collect()).points.get("counter"), [
    [{ list }, 1],
    [{ good: true }, 200],
  ]);
  assert.equal(repaired(), 200);
});

test("callbacks are removed again, also through an equal meter", async () => {
  const { meter, getMeter, collect } = createMeterRig();
  const gauge = meter.createObservableGauge("gauge");
  let calls = 0;
  const callback = (): void => void (calls += 1);
  gauge.addCallback(callback);
  gauge.removeCallback(callback);
  meter.addBatchObservableCallback(callback, [gauge]);
  assert.equal(getMeter("test"), meter);
  meter.removeBatchObservableCallback(callback, [gauge]);
  await collect();
  assert.equal(calls, 0);
});

test("attributes that the application changes after the measurement stay as they were", async () => {
  const { meter, collect } = createMeterRig();
  const attributes = { route: "/a" };
  const counter = meter.createCounter("counter");
  counter.add(1, attributes);
  attributes.route = "/b";
  counter.add(2, attributes);
  assert.deepEqual((await collect()).points.get("counter"), [
    [{ route: "/a" }, 1],
    [{ route: "/b" }, 2],
  ]);
});
