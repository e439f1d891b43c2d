import { type IntervalHistogram, monitorEventLoopDelay, performance } from "node:perf_hooks";

import type { Meter, Observable } from "@opentelemetry/api";

import { type RuntimeMeter, observeTogether, oncePerSecond } from "../observation.ts";

/** Milliseconds between two looks at the event loop: half as many as upstream's, for the idle process pays for each. */
const RESOLUTION_MS = 20;
/** Below this many looks nothing can be said of their distribution. */
const ENOUGH = 5;

/**
 * Measures how late the event loop is and how busy.
 * https://opentelemetry.io/docs/specs/semconv/runtime/nodejs-metrics/
 */
export function observeEventLoop(runtime: RuntimeMeter): () => void {
  const { meter } = runtime;
  const delays = createDelays(meter);
  const utilization = meter.createObservableGauge("nodejs.eventloop.utilization", {
    description: "Event loop utilization.",
    unit: "1",
  });
  const time = meter.createObservableCounter("nodejs.eventloop.time", {
    description: "Cumulative duration of time the event loop has been in each state.",
    unit: "s",
  });
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  const sample = oncePerSecond(createSampler(histogram));
  const instruments = [...delays.map(([, gauge]) => gauge), utilization, time];
  const stop = observeTogether(runtime, instruments, (result) => {
    const { values, share, active, idle } = sample();
    for (const [name, gauge] of delays) {
      const value = values?.[name];
      if (value !== undefined) result.observe(gauge, value / 1e9);
    }
    result.observe(utilization, share);
    result.observe(time, active / 1000, { "nodejs.eventloop.state": "active" });
    result.observe(time, idle / 1000, { "nodejs.eventloop.state": "idle" });
  });
  return () => {
    stop();
    histogram.disable();
  };
}

/** In nanoseconds. */
type Delays = Readonly<Record<(typeof delayNames)[number][0], number>>;

const delayNames = [
  ["min", "minimum"],
  ["max", "maximum"],
  ["mean", "mean"],
  ["stddev", "standard deviation"],
  ["p50", "50 percentile"],
  ["p90", "90 percentile"],
  ["p99", "99 percentile"],
] as const;

function createDelays(meter: Meter): readonly (readonly [keyof Delays, Observable])[] {
  return delayNames.map(([name, title]) => {
    const options = { description: `Event loop ${title} delay.`, unit: "s" };
    return [name, meter.createObservableGauge(`nodejs.eventloop.delay.${name}`, options)];
  });
}

interface Sample {
  /** Since the sample before; undefined when there was too little to see. */
  readonly values: Delays | undefined;
  /** The share of the time since the sample before in which the loop was busy. */
  readonly share: number;
  /** Milliseconds since the start. */
  readonly active: number;
  readonly idle: number;
}

function createSampler(histogram: IntervalHistogram): () => Sample {
  let last = performance.eventLoopUtilization();
  return () => {
    const total = performance.eventLoopUtilization();
    const share = performance.eventLoopUtilization(total, last).utilization;
    last = total;
    return { values: takeDelays(histogram), share, active: total.active, idle: total.idle };
  };
}

function takeDelays(histogram: IntervalHistogram): Delays | undefined {
  if (histogram.count < ENOUGH) return undefined;
  const { min, max, mean, stddev } = histogram;
  const [p50, p90, p99] = [50, 90, 99].map((each) => histogram.percentile(each));
  histogram.reset();
  return { min, max, mean, stddev, p50: p50 ?? 0, p90: p90 ?? 0, p99: p99 ?? 0 };
}
