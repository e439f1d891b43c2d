import type { MetricInput } from "./validate-metric.ts";

/** The parts of the metrics SDK's `MetricData` that are used here. */
export interface MetricDataLike {
  readonly descriptor: { readonly name: string; readonly unit: string };
  /** 0 histogram, 1 exponential histogram, 2 gauge, 3 sum. */
  readonly dataPointType: number;
  readonly isMonotonic?: boolean | undefined;
  readonly dataPoints: readonly {
    readonly attributes: Readonly<Record<string, unknown>>;
    readonly value: unknown;
  }[];
}

/** What `validateMetric` takes, from what the metrics SDK collects. */
export function metricInput(data: MetricDataLike): MetricInput {
  return {
    name: data.descriptor.name,
    unit: data.descriptor.unit,
    instrument: instrumentOf(data),
    points: data.dataPoints.map(({ attributes, value }) => ({
      attributes,
      boundaries: boundariesOf(value),
    })),
  };
}

function instrumentOf({ dataPointType, isMonotonic }: MetricDataLike): MetricInput["instrument"] {
  if (dataPointType <= 1) return "histogram";
  if (dataPointType === 2) return "gauge";
  return isMonotonic === false ? "up_down_counter" : "counter";
}

function boundariesOf(value: unknown): readonly number[] | undefined {
  if (typeof value !== "object" || value === null || !("buckets" in value)) return undefined;
  const { buckets } = value;
  if (typeof buckets !== "object" || buckets === null || !("boundaries" in buckets))
    return undefined;
  return Array.isArray(buckets.boundaries) ? buckets.boundaries : undefined;
}
