import type { MetricInput, MetricPointInput } from "@agent-otel/semconv-genai/validate";
import type { KeyValue, OtlpMetric } from "../otlp/model.ts";
import { flatten } from "../store/flatten.ts";

/** A metric as the validator takes it. */
export function metricInput(metric: OtlpMetric): MetricInput {
  const { gauge, sum, histogram, exponentialHistogram, summary } = metric;
  const { dataPoints = [] } = histogram ?? exponentialHistogram ?? sum ?? gauge ?? summary ?? {};
  return {
    name: metric.name ?? "",
    unit: metric.unit ?? "",
    instrument: instrumentOf(metric),
    points: dataPoints.filter(isPoint).map(pointInput),
  };
}

function instrumentOf({
  gauge,
  sum,
  histogram,
  exponentialHistogram,
}: OtlpMetric): MetricInput["instrument"] {
  if (histogram !== undefined || exponentialHistogram !== undefined) return "histogram";
  if (sum === undefined) return gauge === undefined ? undefined : "gauge";
  return "isMonotonic" in sum && sum.isMonotonic === true ? "counter" : "up_down_counter";
}

/** What is read of any kind of point. */
interface Point {
  attributes?: KeyValue[];
  explicitBounds?: number[];
}

/** The decoder follows the schema, so an object among points is one. */
function isPoint(value: unknown): value is Point {
  return typeof value === "object" && value !== null;
}

function pointInput({ attributes, explicitBounds }: Point): MetricPointInput {
  return { attributes: flatten(attributes), boundaries: explicitBounds };
}
