import { createRequire } from "node:module";
import type { DataPointType, IMetricReader, MetricData } from "@opentelemetry/sdk-metrics";
import type { CapturedMetric, CapturedPoint } from "./captured.ts";

/** Adds up what is measured, until it is reset. */
export interface MetricStore {
  readonly reader: IMetricReader;
  /** Everything since the last reset. */
  metrics(): Promise<CapturedMetric[]>;
  reset(): Promise<void>;
}

const require = createRequire(import.meta.url);

/** Creates a store that reads a meter provider on demand. */
export function createMetricStore(): MetricStore {
  const sdk: typeof import("@opentelemetry/sdk-metrics") = require("@opentelemetry/sdk-metrics");
  class Reader extends sdk.MetricReader {
    protected async onForceFlush(): Promise<void> {}

    protected async onShutdown(): Promise<void> {}
  }
  // What has been read is not read again: so a reset forgets what was measured before.
  const { DELTA } = sdk.AggregationTemporality;
  const reader = new Reader({ aggregationTemporalitySelector: () => DELTA });
  let series = new Map<string, Series>();
  const read = async (): Promise<void> => {
    const { resourceMetrics } = await reader.collect();
    for (const { metrics } of resourceMetrics.scopeMetrics) {
      for (const metric of metrics) add(series, metric, sdk.DataPointType.GAUGE);
    }
  };
  return {
    reader,
    metrics: async () => {
      await read();
      return [...series.values()].map(({ name, unit, points }) => ({
        name,
        unit,
        points: [...points.values()],
      }));
    },
    reset: async () => {
      await read();
      series = new Map();
    },
  };
}

interface Series extends Pick<CapturedMetric, "name" | "unit"> {
  readonly points: Map<string, CapturedPoint>;
}

function add(all: Map<string, Series>, metric: MetricData, gauge: DataPointType.GAUGE): void {
  const { name, unit } = metric.descriptor;
  const { points } = all.get(name) ?? { points: new Map<string, CapturedPoint>() };
  all.set(name, { name, unit, points });
  for (const { attributes, value } of metric.dataPoints) {
    const key = JSON.stringify(Object.entries(attributes).toSorted(byName));
    const before = metric.dataPointType === gauge ? undefined : points.get(key);
    points.set(
      key,
      typeof value === "number"
        ? { attributes, value: (before?.value ?? 0) + value }
        : {
            attributes,
            value: (before?.value ?? 0) + (value.sum ?? 0),
            count: (before?.count ?? 0) + value.count,
          },
    );
  }
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
