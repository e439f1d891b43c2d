import assert from "node:assert/strict";
import { test } from "node:test";
import { AggregationTemporality, MeterProvider, MetricReader } from "@opentelemetry/sdk-metrics";
import type { ViewOptions } from "@opentelemetry/sdk-metrics";
import { createAllowListAttributesProcessor } from "@opentelemetry/sdk-metrics";
import { recordMany } from "./record-many.ts";

const values = [0.5, 0.001, 7, 0.5, Number.NaN, -1, 12_345];
const series = [{ a: "1", b: "2" }, { b: "2", a: "1" }, { a: "2" }, {}];

for (const [name, options] of Object.entries<Options>({
  "one reader": {},
  "two readers": { readers: 2 },
  "delta temporality": { temporality: AggregationTemporality.DELTA },
  "a view that leaves attributes out": {
    views: [
      {
        instrumentName: "h",
        attributesProcessors: [createAllowListAttributesProcessor(["b"])],
      },
    ],
  },
  "more series than a metric may have": {
    views: [{ instrumentName: "h", aggregationCardinalityLimit: 2 }],
  },
})) {
  test(`many at once are the same as one by one, with ${name}`, async () => {
    const together = createRig(options);
    const alone = createRig(options);
    for (let round = 0; round < 3; round += 1) {
      for (const attributes of series) {
        recordMany(together.histogram, { values, attributes, context: undefined });
        for (const value of values) alone.histogram.record(value, attributes);
      }
      // oxlint-disable-next-line no-await-in-loop -- one collection after the other
      const [points, expected] = await Promise.all([together.collect(), alone.collect()]);
      assert.ok(points.length > 0);
      assert.deepEqual(points, expected);
    }
  });
}

test("upstream is built as expected: a series is found without its name for each measurement", () => {
  const { histogram } = createRig({});
  let recorded = 0;
  const record = histogram.record.bind(histogram);
  histogram.record = (...args) => {
    recorded += 1;
    record(...args);
  };
  recordMany(histogram, { values: [1, 2, 3], attributes: { a: "1" }, context: undefined });
  assert.equal(recorded, 1);
});

test("no values are no measurement", async () => {
  const rig = createRig({});
  recordMany(rig.histogram, { values: [], attributes: {}, context: undefined });
  assert.deepEqual(await rig.collect(), []);
});

interface Options {
  readonly readers?: number;
  readonly temporality?: AggregationTemporality;
  readonly views?: ViewOptions[];
}

function createRig({ readers: count = 1, temporality, views = [] }: Options) {
  const readers = Array.from({ length: count }, () => new Reader(temporality));
  const provider = new MeterProvider({ readers, views });
  return {
    histogram: provider.getMeter("m").createHistogram("h"),
    async collect(): Promise<unknown[]> {
      const results = await Promise.all(readers.map((reader) => reader.collect()));
      return results.flatMap(({ resourceMetrics }) =>
        resourceMetrics.scopeMetrics
          .flatMap(({ metrics }) => metrics)
          .flatMap(({ dataPoints }) =>
            dataPoints.map(({ attributes, value }) => [attributes, value]),
          ),
      );
    },
  };
}

class Reader extends MetricReader {
  constructor(temporality: AggregationTemporality | undefined) {
    super(temporality === undefined ? {} : { aggregationTemporalitySelector: () => temporality });
  }

  protected async onForceFlush(): Promise<void> {}

  protected async onShutdown(): Promise<void> {}
}
