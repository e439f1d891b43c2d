import { createRequire } from "node:module";
import type {
  AggregationOption,
  AggregationTemporality,
  InstrumentType,
} from "@opentelemetry/sdk-metrics";

const require = createRequire(import.meta.url);

/** Whether points count from the start or since the last export ("OTLP Exporter", temporality preference). */
export type TemporalityPreference = "cumulative" | "delta" | "lowmemory";

/** How histograms are aggregated where no view says otherwise. */
export type HistogramAggregation =
  | "base2_exponential_bucket_histogram"
  | "explicit_bucket_histogram";

/** The temporality of an instrument under a preference. */
export function selectTemporality(
  preference: TemporalityPreference,
  type: InstrumentType,
): AggregationTemporality {
  const { AggregationTemporality: temporalities } = loadSdk();
  return deltas[preference].has(type) ? temporalities.DELTA : temporalities.CUMULATIVE;
}

/** The aggregation of an instrument. */
export function selectAggregation(
  histograms: HistogramAggregation,
  type: InstrumentType,
): AggregationOption {
  const { AggregationType } = loadSdk();
  const name: string = type;
  const isExponential = name === "HISTOGRAM" && histograms === "base2_exponential_bucket_histogram";
  return { type: isExponential ? AggregationType.EXPONENTIAL_HISTOGRAM : AggregationType.DEFAULT };
}

/** The instruments with delta temporality; sums that go up and down never have it. */
const deltas: Readonly<Record<TemporalityPreference, ReadonlySet<string>>> = {
  cumulative: new Set(),
  delta: new Set(["COUNTER", "OBSERVABLE_COUNTER", "HISTOGRAM"]),
  lowmemory: new Set(["COUNTER", "HISTOGRAM"]),
};

function loadSdk(): typeof import("@opentelemetry/sdk-metrics") {
  return require("@opentelemetry/sdk-metrics");
}
