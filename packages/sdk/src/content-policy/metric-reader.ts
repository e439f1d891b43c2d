import type { Attributes } from "@opentelemetry/api";
import type {
  DataPoint,
  Histogram,
  IMetricReader,
  MetricData,
  MetricProducer,
  ResourceMetrics,
} from "@opentelemetry/sdk-metrics";
import { rewriteRecord } from "../trace/attribute-list.ts";

/**
 * Has a reader of metrics see no attributes that hold contents. Looking at the points when they are collected costs
 * measurements nothing. The reader is changed, and given.
 *
 * @param removed Hears of every attribute that was left out.
 */
export function screenReader<R extends IMetricReader>(
  reader: R,
  isContent: (attribute: string) => boolean,
  removed: (attribute: string) => void,
): R {
  const bind = reader.setMetricProducer.bind(reader);
  const rewrite = (attributes: Attributes): Attributes =>
    rewriteRecord(attributes, (key, value) => {
      if (!isContent(key)) return value;
      removed(key);
      return undefined;
    });
  reader.setMetricProducer = (producer: MetricProducer) =>
    bind({
      collect: async (options) => {
        const result = await producer.collect(options);
        return { ...result, resourceMetrics: screenMetrics(result.resourceMetrics, rewrite) };
      },
    });
  return reader;
}

type Rewrite = (attributes: Attributes) => Attributes;

function screenMetrics(metrics: ResourceMetrics, rewrite: Rewrite): ResourceMetrics {
  const scopeMetrics = metrics.scopeMetrics.map((scope) => ({
    ...scope,
    metrics: scope.metrics.map((metric) => screenMetric(metric, rewrite)),
  }));
  return { ...metrics, scopeMetrics };
}

function screenMetric(metric: MetricData, rewrite: Rewrite): MetricData {
  const points: readonly Point[] = metric.dataPoints;
  const screened = points.map((point) => {
    const attributes = rewrite(point.attributes);
    return attributes === point.attributes ? point : { ...point, attributes };
  });
  if (screened.every((point, at) => point === points[at])) return metric;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- points of the same kind
  return { ...metric, dataPoints: merge(screened, "isMonotonic" in metric) } as MetricData;
}

type Point = DataPoint<unknown>;

/** Points that only their contents told apart are one: most back ends refuse several with the same attributes. */
function merge(points: readonly Point[], isSum: boolean): readonly Point[] {
  const merged = new Map<string, Point>();
  for (const point of points) {
    const key = JSON.stringify(Object.entries(point.attributes).toSorted(byKey));
    const before = merged.get(key);
    merged.set(key, before === undefined ? point : { ...point, value: add(before, point, isSum) });
  }
  return [...merged.values()];
}

/** Sums and histograms with the same buckets add up; of anything else the newest counts. */
function add({ value: before }: Point, { value: after }: Point, isSum: boolean): unknown {
  if (typeof before === "number" && typeof after === "number") {
    return isSum ? before + after : after;
  }
  if (!isHistogram(before) || !isHistogram(after)) return after;
  return {
    ...after,
    count: before.count + after.count,
    sum: (before.sum ?? 0) + (after.sum ?? 0),
    min: Math.min(before.min ?? Infinity, after.min ?? Infinity),
    max: Math.max(before.max ?? -Infinity, after.max ?? -Infinity),
    buckets: {
      boundaries: after.buckets.boundaries,
      counts: after.buckets.counts.map((count, at) => count + (before.buckets.counts[at] ?? 0)),
    },
  };
}

function isHistogram(value: unknown): value is Histogram {
  return typeof value === "object" && value !== null && "buckets" in value;
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
