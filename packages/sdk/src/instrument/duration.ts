import { type Histogram, createNoopMeter, metrics } from "@opentelemetry/api";

/** The advised buckets, in seconds. https://opentelemetry.io/docs/specs/semconv/http/http-metrics/ */
const BUCKETS: readonly number[] = [
  0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
];

/**
 * Creates a duration histogram from the meter provider that is registered now; undefined when there is none, so that
 * nobody builds attributes for a measurement that goes nowhere.
 */
export function createDurationHistogram(
  scope: string,
  name: string,
  description: string,
): Histogram | undefined {
  const histogram = metrics.getMeter(scope).createHistogram(name, {
    description,
    unit: "s",
    advice: { explicitBucketBoundaries: [...BUCKETS] },
  });
  return histogram === NOOP_HISTOGRAM ? undefined : histogram;
}

/** The API hands out this one object while no meter provider is registered. */
const NOOP_HISTOGRAM: Histogram = createNoopMeter().createHistogram("");
