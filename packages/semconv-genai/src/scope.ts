import { metrics, trace, ValueType } from "@opentelemetry/api";
import type { Histogram, Meter, MeterProvider, Tracer, TracerProvider } from "@opentelemetry/api";
import type { HistogramDefinition } from "./metrics.ts";

/** Version of the instrumentation scope; the package's own version. */
export const SCOPE_VERSION = "0.1.0";
const SCOPE_NAME = "@agent-otel/semconv-genai";

/** The tracer of this package at the global provider of this moment. */
export function getTracer(): Tracer {
  const provider = trace.getTracerProvider();
  if (tracing?.provider !== provider) {
    tracing = { provider, tracer: provider.getTracer(SCOPE_NAME, SCOPE_VERSION) };
  }
  return tracing.tracer;
}

/**
 * The histogram at the global meter provider of this moment. The API has no proxy for meters: an instrument made
 * before a provider is registered would stay silent for good, so instruments are made on first use and made anew
 * when the provider changes.
 */
export function getHistogram(definition: HistogramDefinition): Histogram {
  const provider = metrics.getMeterProvider();
  if (metering?.provider !== provider) {
    const meter = provider.getMeter(SCOPE_NAME, SCOPE_VERSION);
    metering = { provider, meter, histograms: new Map() };
  }
  let histogram = metering.histograms.get(definition);
  if (histogram === undefined) {
    histogram = metering.meter.createHistogram(definition.name, {
      unit: definition.unit,
      description: definition.description,
      valueType: definition.valueType === "int" ? ValueType.INT : ValueType.DOUBLE,
      advice: { explicitBucketBoundaries: [...definition.buckets] },
    });
    metering.histograms.set(definition, histogram);
  }
  return histogram;
}

let tracing: { readonly provider: TracerProvider; readonly tracer: Tracer } | undefined;
let metering:
  | {
      readonly provider: MeterProvider;
      readonly meter: Meter;
      readonly histograms: Map<HistogramDefinition, Histogram>;
    }
  | undefined;
