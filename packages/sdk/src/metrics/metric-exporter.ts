import { createRequire } from "node:module";
import { diag } from "@opentelemetry/api";
import type { MetricData, PushMetricExporter, ResourceMetrics } from "@opentelemetry/sdk-metrics";
import type { Delivery } from "../export/delivery.ts";
import { createEncodedBatches } from "../export/encoded-batch.ts";
import type { Ledger } from "../export/ledger.ts";
import type { Serialiser } from "../export/serialiser.ts";
import {
  type HistogramAggregation,
  selectAggregation,
  selectTemporality,
  type TemporalityPreference,
} from "./preferences.ts";

const require = createRequire(import.meta.url);

/** What the exporter of metrics needs. */
export interface MetricExporterOptions {
  readonly delivery: Delivery;
  readonly ledger: Ledger;
  readonly serialiser: Serialiser<ResourceMetrics>;
  /** Bytes in a request. */
  readonly maxRequestBytes: number;
  /** The longest that a flush may take, in milliseconds. */
  readonly exportTimeoutMs: number;
  readonly temporality: TemporalityPreference;
  readonly histograms: HistogramAggregation;
}

/**
 * Creates an exporter that hands metrics to the delivery. It reports success to its reader at once: what becomes of
 * the points from then on is the delivery's business and the ledger's.
 */
export function createMetricExporter(options: MetricExporterOptions): PushMetricExporter {
  const { delivery, exportTimeoutMs: timeoutMs } = options;
  const { ExportResultCode }: typeof import("@opentelemetry/core") = require("@opentelemetry/core");
  return {
    export: (metrics, done) => {
      exportMetrics(metrics, options);
      done({ code: ExportResultCode.SUCCESS });
    },
    forceFlush: () => delivery.flush({ timeoutMs }),
    shutdown: () => delivery.shutdown({ timeoutMs }),
    selectAggregationTemporality: (type) => selectTemporality(options.temporality, type),
    selectAggregation: (type) => selectAggregation(options.histograms, type),
  };
}

function exportMetrics(metrics: ResourceMetrics, options: MetricExporterOptions): void {
  const { ledger, serialiser, delivery, maxRequestBytes } = options;
  const made = countPoints(metrics);
  if (made === 0) return;
  ledger.made("metrics", made);
  const encoded = encode(metrics, serialiser);
  ledger.dropped("metrics", made - (encoded?.items ?? 0), "encoding");
  if (encoded === undefined) return;
  const request = { signal: "metrics", contentType: serialiser.contentType, ...encoded } as const;
  for (const batch of createEncodedBatches(request, maxRequestBytes)) delivery.accept(batch);
}

interface Encoded {
  readonly bytes: Uint8Array;
  readonly items: number;
}

/** What cannot be written is left out alone: a metric whose attributes or values are not what they should be. */
function encode(
  metrics: ResourceMetrics,
  serialiser: Serialiser<ResourceMetrics>,
): Encoded | undefined {
  try {
    return { bytes: serialiser.serialise(metrics), items: countPoints(metrics) };
  } catch (error) {
    diag.debug("metrics cannot be written as OTLP", error);
    const good = withoutBad(metrics, serialiser);
    if (countPoints(good) === 0 || countPoints(good) === countPoints(metrics)) return undefined;
    return encode(good, serialiser);
  }
}

function withoutBad(
  { resource, scopeMetrics }: ResourceMetrics,
  serialiser: Serialiser<ResourceMetrics>,
): ResourceMetrics {
  const isWritable = (
    scope: ResourceMetrics["scopeMetrics"][number]["scope"],
    metric: MetricData,
  ): boolean => {
    try {
      serialiser.serialise({ resource, scopeMetrics: [{ scope, metrics: [metric] }] });
      return true;
    } catch {
      // It is counted by the caller.
      return false;
    }
  };
  const kept = scopeMetrics.map(({ scope, metrics }) => ({
    scope,
    metrics: metrics.filter((metric) => isWritable(scope, metric)),
  }));
  return { resource, scopeMetrics: kept.filter(({ metrics }) => metrics.length > 0) };
}

function countPoints({ scopeMetrics }: ResourceMetrics): number {
  let points = 0;
  for (const { metrics } of scopeMetrics)
    for (const { dataPoints } of metrics) points += dataPoints.length;
  return points;
}
