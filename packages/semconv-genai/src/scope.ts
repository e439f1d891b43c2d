import {
  createNoopMeter,
  logs,
  metrics,
  ProxyTracerProvider,
  trace,
  ValueType,
} from "@opentelemetry/api";
import type {
  Attributes,
  Context,
  Logger,
  LoggerProvider,
  Meter,
  MeterProvider,
  Tracer,
  TracerProvider,
} from "@opentelemetry/api";
import type { MetricDefinition } from "./definitions.ts";

/** Version of the instrumentation scope; the package's own version. */
export const SCOPE_VERSION = "0.1.0";
const SCOPE_NAME = "@agent-otel/semconv-genai";

/** Takes measurements that have the same attributes. */
export type Instrument = (
  values: readonly number[],
  attributes: Attributes,
  context: Context | undefined,
) => void;

/** The tracer of this package at the global provider of this moment; undefined where none is registered. */
export function getTracer(): Tracer | undefined {
  const provider = trace.getTracerProvider();
  if (tracing?.provider === provider) return tracing.tracer;
  const registered =
    !(provider instanceof ProxyTracerProvider) ||
    provider.getDelegateTracer(SCOPE_NAME, SCOPE_VERSION) !== undefined;
  if (!registered) return undefined;
  tracing = { provider, tracer: provider.getTracer(SCOPE_NAME, SCOPE_VERSION) };
  return tracing.tracer;
}

/** The logger of this package at the global provider of this moment. */
export function getLogger(): Logger {
  const provider = logs.getLoggerProvider();
  if (logging?.provider !== provider) {
    logging = { provider, logger: provider.getLogger(SCOPE_NAME, SCOPE_VERSION) };
  }
  return logging.logger;
}

/** Whether a meter provider is registered at this moment. */
export function isMetered(): boolean {
  return currentMetering().meter !== undefined;
}

/**
 * The instrument at the global meter provider of this moment; undefined where none is registered. The API has no proxy
 * for meters: an instrument made before a provider is registered would stay silent for good, so instruments are made on
 * first use and made anew when the provider changes.
 */
export function getInstrument(definition: MetricDefinition): Instrument | undefined {
  const { meter, instruments } = currentMetering();
  if (meter === undefined) return undefined;
  let instrument = instruments.get(definition.name);
  if (instrument === undefined) {
    instrument = create(meter, definition);
    instruments.set(definition.name, instrument);
  }
  return instrument;
}

function currentMetering(): Metering {
  const provider = metrics.getMeterProvider();
  if (metering?.provider !== provider) {
    const meter = provider.getMeter(SCOPE_NAME, SCOPE_VERSION);
    metering = {
      provider,
      meter: meter === createNoopMeter() ? undefined : meter,
      instruments: new Map(),
    };
  }
  return metering;
}

function create(meter: Meter, definition: MetricDefinition): Instrument {
  const options = {
    unit: definition.unit,
    description: definition.description,
    valueType: definition.valueType === "int" ? ValueType.INT : ValueType.DOUBLE,
  };
  if (definition.instrument === "counter") {
    const counter = meter.createCounter(definition.name, options);
    return (values, attributes, context) => {
      for (const value of values) counter.add(value, attributes, context);
    };
  }
  const advice = { explicitBucketBoundaries: [...definition.buckets] };
  const histogram = meter.createHistogram(definition.name, { ...options, advice });
  return (values, attributes, context) => {
    const recordMany: unknown = values.length > 1 ? Reflect.get(histogram, RECORD_MANY) : undefined;
    if (typeof recordMany === "function") {
      Reflect.apply(recordMany, histogram, [values, attributes, context]);
      return;
    }
    for (const value of values) histogram.record(value, attributes, context);
  };
}

/** Histograms of `@agent-otel/sdk` take many measurements at once, which costs a fraction. */
const RECORD_MANY = /* @__PURE__ */ Symbol.for("@agent-otel record many");

interface Metering {
  readonly provider: MeterProvider;
  /** Undefined where the meter does nothing. */
  readonly meter: Meter | undefined;
  readonly instruments: Map<string, Instrument>;
}

let tracing: { readonly provider: TracerProvider; readonly tracer: Tracer } | undefined;
let logging: { readonly provider: LoggerProvider; readonly logger: Logger } | undefined;
let metering: Metering | undefined;
