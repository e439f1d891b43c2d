import type {
  Attributes,
  Histogram,
  Meter,
  MeterProvider,
  MetricOptions,
  Observable,
  ObservableCallback,
  ObservableResult,
} from "@opentelemetry/api";
import type { OtlpProtocol } from "../config/config.ts";
import type { Signal } from "../env/otlp-variables.ts";
import type { Delivery } from "./delivery.ts";
import type { Concluded } from "./delivery-outcome.ts";
import type { DropFigures, Ledger } from "./ledger.ts";

/** One exporter of one signal. */
export interface MeasuredExporter {
  readonly signal: Signal;
  readonly delivery: Pick<Delivery, "exportingItems" | "triedAndDropped" | "triedItems">;
  readonly url: string;
  readonly protocol: OtlpProtocol;
}

/** What the metrics are read from. */
export interface SelfMetricsSources {
  readonly ledger: Ledger;
  readonly exporters: readonly MeasuredExporter[];
  /** Spans started, and those not yet ended, of which all are recorded. @default not measured */
  readonly spans?: () => { readonly started: number; readonly live: number };
}

/** The SDK's figures about itself. */
export interface SelfMetrics {
  /** To be called for each export operation, also before {@link register}. */
  readonly concluded: (concluded: Concluded) => void;
  /** Makes the instruments. They tell nothing until anything else has been made. */
  register(provider: MeterProvider, sources: SelfMetricsSources): void;
}

/**
 * Creates the SDK's metrics about itself (semantic conventions, "SDK Metrics": `otel.sdk.*`; `agent_otel.repaired` is our
 * own). The figures are the ledger's, read when metrics are collected: nothing is counted twice, and the hot path knows
 * nothing of it.
 */
export function createSelfMetrics(): SelfMetrics {
  let record: ((concluded: Concluded) => void) | undefined;
  return {
    concluded: (concluded) => record?.(concluded),
    register: (provider, sources) => {
      const meter = provider.getMeter("@agent-otel/sdk");
      const observe = createObserve(meter, sources);
      for (const exporter of sources.exporters) {
        observeExporter(observe, exporter, sources.ledger);
        if (exporter.signal !== "metrics") observeProcessor(observe, exporter, sources.ledger);
      }
      if (sources.spans !== undefined) observeSpans(observe, sources.spans);
      observeLogs(observe, sources.ledger);
      observeRepairs(observe, sources.ledger);
      record = createRecorder(meter, sources.exporters);
    },
  };
}

/** Makes an instrument, and has it read whenever metrics are collected. */
interface Observe {
  counter(name: string, options: MetricOptions, read: ObservableCallback): void;
  upDownCounter(name: string, options: MetricOptions, read: ObservableCallback): void;
}

/** A process without telemetry must not send these figures alone: it may have no Collector at all. */
function createObserve(meter: Meter, sources: SelfMetricsSources): Observe {
  let isUsed = false;
  const add = (instrument: Observable, read: ObservableCallback): void => {
    instrument.addCallback((result) => {
      isUsed ||= hasMadeAny(sources);
      return isUsed ? read(result) : undefined;
    });
  };
  return {
    counter: (name, options, read) => add(meter.createObservableCounter(name, options), read),
    upDownCounter: (name, options, read) =>
      add(meter.createObservableUpDownCounter(name, options), read),
  };
}

/** Before the first of these metrics' own points, the ledger can only have counted something else. */
function hasMadeAny({ ledger, spans }: SelfMetricsSources): boolean {
  const { traces, metrics, logs } = ledger.snapshot();
  return traces.made + metrics.made + logs.made + (spans?.().started ?? 0) > 0;
}

/** What the conventions call a signal's items. */
const names = { traces: "span", metrics: "metric_data_point", logs: "log" } as const;
const units = { traces: "{span}", metrics: "{data_point}", logs: "{log_record}" } as const;

function observeExporter(observe: Observe, exporter: MeasuredExporter, ledger: Ledger): void {
  const { signal, delivery } = exporter;
  const name = `otel.sdk.exporter.${names[signal]}`;
  const unit = units[signal];
  const component = exporterAttributes(exporter);
  const inflight = {
    unit,
    description:
      "Items that were passed to the exporter and have neither been exported nor failed.",
  };
  observe.upDownCounter(`${name}.inflight`, inflight, (result) => {
    result.observe(delivery.exportingItems, component);
  });
  const exported = {
    unit,
    description: "Items for which the export has finished, either successful or failed.",
  };
  observe.counter(`${name}.exported`, exported, (result) => {
    const { delivered, rejected } = ledger.snapshot()[signal];
    result.observe(delivered, component);
    observeErrors(result, component, { rejected, ...delivery.triedAndDropped });
  });
}

function observeProcessor(observe: Observe, exporter: MeasuredExporter, ledger: Ledger): void {
  const { signal, delivery } = exporter;
  const name = `otel.sdk.processor.${names[signal]}`;
  const unit = units[signal];
  const type = `batching_${names[signal]}_processor`;
  const component = { "otel.component.type": type, "otel.component.name": `${type}/0` };
  const size = { unit, description: "Items that wait for their first export." };
  observe.upDownCounter(`${name}.queue.size`, size, (result) => {
    result.observe(ledger.snapshot()[signal].pending - delivery.exportingItems, component);
  });
  const processed = {
    unit,
    description: "Items for which the processing has finished, either successful or failed.",
  };
  observe.counter(`${name}.processed`, processed, (result) => {
    result.observe(delivery.triedItems, component);
    observeErrors(
      result,
      component,
      neverTried(ledger.snapshot()[signal].dropped, delivery.triedAndDropped),
    );
  });
}

/** Those given up after an attempt are the exporter's, and were processed. */
function neverTried(dropped: DropFigures, tried: DropFigures): Record<string, number> {
  return {
    queue_full: dropped["queue-full"] - tried["queue-full"],
    already_shutdown: dropped.shutdown - tried.shutdown,
    encoding: dropped.encoding - tried.encoding,
  };
}

function observeErrors(
  result: ObservableResult,
  component: Attributes,
  errors: Readonly<Record<string, number>>,
): void {
  for (const [type, items] of Object.entries(errors)) {
    if (items > 0) result.observe(items, { ...component, "error.type": type.replaceAll("-", "_") });
  }
}

function observeSpans(observe: Observe, read: NonNullable<SelfMetricsSources["spans"]>): void {
  const started = { unit: "{span}", description: "Spans that were created." };
  observe.counter("otel.sdk.span.started", started, (result) => result.observe(read().started));
  const live = { unit: "{span}", description: "Recorded spans that have not ended yet." };
  observe.upDownCounter("otel.sdk.span.live", live, (result) => result.observe(read().live));
}

function observeLogs(observe: Observe, ledger: Ledger): void {
  const created = {
    unit: "{log_record}",
    description: "Log records submitted to enabled loggers.",
  };
  observe.counter("otel.sdk.log.created", created, (result) => {
    result.observe(ledger.snapshot().logs.made);
  });
}

/** The conventions have no metric for it. */
function observeRepairs(observe: Observe, ledger: Ledger): void {
  const repaired = {
    unit: "{item}",
    description: "Items that were sent with an attribute or another part left out, cut or mended.",
  };
  observe.counter("agent_otel.repaired", repaired, (result) => {
    for (const [signal, { repaired: items }] of Object.entries(ledger.snapshot())) {
      if (items > 0) result.observe(items, { "agent_otel.signal": signal });
    }
  });
}

// The boundaries that the conventions advise for HTTP requests, in seconds, and some for pauses of minutes.
const boundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

function createRecorder(
  meter: Meter,
  exporters: readonly MeasuredExporter[],
): (concluded: Concluded) => void {
  const duration: Histogram = meter.createHistogram("otel.sdk.exporter.operation.duration", {
    unit: "s",
    description: "The duration of exporting a batch, from the first attempt to the last.",
    advice: { explicitBucketBoundaries: boundaries },
  });
  const components = new Map(exporters.map((one) => [one.signal, exporterAttributes(one)]));
  return ({ signal, durationMs, errorType }) => {
    const component = components.get(signal);
    const attributes =
      errorType === undefined ? component : { ...component, "error.type": errorType };
    duration.record(durationMs / 1000, attributes);
  };
}

function exporterAttributes({ signal, url, protocol }: MeasuredExporter): Attributes {
  const item = { traces: "span", metrics: "metric", logs: "log" }[signal];
  const type = `otlp_${transports[protocol]}_${item}_exporter`;
  const { hostname, port, protocol: scheme } = new URL(url);
  return {
    "otel.component.type": type,
    "otel.component.name": `${type}/0`,
    "server.address": hostname,
    "server.port": port === "" ? (scheme === "https:" ? 443 : 80) : Number(port),
  };
}

const transports = { "http/protobuf": "http", "http/json": "http_json", grpc: "grpc" } as const;
