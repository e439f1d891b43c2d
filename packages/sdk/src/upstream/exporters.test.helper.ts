import type { ReadableSpan } from "@opentelemetry/sdk-trace";
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import type { MetricsConfig, OtlpConfig } from "../config/config.ts";
import { createReport, type Report } from "../report.ts";

/** A report and the lines that it wrote. */
export function captureReport(): { readonly lines: string[]; readonly report: Report } {
  const lines: string[] = [];
  return { lines, report: createReport({ level: "warn", write: (line) => lines.push(line) }) };
}

/** An exporter of traces with nothing but the defaults. */
export function otlp(
  settings: Pick<OtlpConfig, "protocol" | "url"> & Partial<OtlpConfig>,
): OtlpConfig {
  return {
    kind: "otlp",
    signal: "traces",
    headers: {},
    timeoutMs: 5_000,
    compression: "none",
    tls: {},
    ...settings,
  };
}

/** The defaults for metrics. */
export const DEFAULT_METRICS: MetricsConfig = {
  exporters: [],
  exportIntervalMs: 60_000,
  exportTimeoutMs: 30_000,
  temporality: "cumulative",
  histogramAggregation: "explicit_bucket_histogram",
  exemplarFilter: "always_off",
};

/** Some spans that have ended. */
export function makeSpans(count: number): ReadableSpan[] {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  for (let index = 0; index < count; index += 1) {
    provider.getTracer("test").startSpan(`span ${index}`).end();
  }
  return exporter.getFinishedSpans();
}

/** Waits until `condition` holds, or fails after five seconds. */
export async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 5_000;
  while (!condition()) {
    if (performance.now() > deadline)
      throw new Error(`not fulfilled in time: ${condition.toString()}`);
    // oxlint-disable-next-line no-await-in-loop -- polls
    await new Promise((resolve) => {
      setTimeout(resolve, 2);
    });
  }
}
