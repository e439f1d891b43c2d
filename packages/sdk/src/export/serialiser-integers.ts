import { ValueType } from "@opentelemetry/api";
import type { MetricData, ResourceMetrics } from "@opentelemetry/sdk-metrics";

/**
 * The metrics with those as doubles that are meant to be integers and have a point beyond 64 bits, of which upstream
 * writes the lowest bits. Such points are doubles anyway: no digit is lost.
 */
export function withinInt64(request: ResourceMetrics): ResourceMetrics {
  if (!request.scopeMetrics.some(({ metrics }) => metrics.some(isBeyond))) return request;
  const scopeMetrics = request.scopeMetrics.map(({ scope, metrics }) => ({
    scope,
    metrics: metrics.map((metric) => (isBeyond(metric) ? asDouble(metric) : metric)),
  }));
  return { resource: request.resource, scopeMetrics };
}

const TWO_63 = 2 ** 63;

function isBeyond({ descriptor, dataPoints }: MetricData): boolean {
  if (descriptor.valueType !== ValueType.INT) return false;
  // The values of histograms are objects: their sums are doubles.
  return dataPoints.some(
    ({ value }) => typeof value === "number" && !(value >= -TWO_63 && value < TWO_63),
  );
}

function asDouble(metric: MetricData): MetricData {
  return { ...metric, descriptor: { ...metric.descriptor, valueType: ValueType.DOUBLE } };
}
