import type {
  Attributes,
  Histogram,
  Meter,
  MeterProvider,
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
  /** Makes the instruments. */
  register(provider: MeterProvider, sources: SelfMetricsSources): void;
}

/**
 * Creates the SDK's metrics about itself (semantic conventions, "SDK Metrics": `otel.sdk.*`). The figures are the
 * ledger's, read when metrics are collected: nothing is counted twice, and the hot path knows nothing of it.
 */
export function createSelfMetrics(): SelfMetrics {
  let record: ((concluded: Concluded) => void) | undefined;
  return {
    concluded: (concluded) => record?.(concluded),
    register: (provider, sources) => {
      const meter = provider.getMeter("@agent-otel/sdk");
      for (const exporter of sources.exporters) {
        observeExporter(meter, exporter, sources.ledger);
        if (exporter.signal !== "metrics") observeProcessor(meter, exporter, sources.ledger);
      }
      if (sources.spans !== undefined) observeSpans(meter, sources.spans);
      observeLogs(meter, sources.ledger);
      record = createRecorder(meter, sources.exporters);
    },
  };
}

/** What the conventions call a signal's items. */
const names = { traces: "span", metrics: "metric_data_point", logs: "log" } as const;
const units = { traces: "{span}", metrics: "{data_point}", logs: "{log_record}" } as const;

function observeExporter(meter: Meter, exporter: MeasuredExporter, ledger: Ledger): void {
  const { signal, delivery } = exporter;
  const name = `otel.sdk.exporter.${names[signal]}`;
  const unit = units[signal];
  const component = exporterAttributes(exporter);
  const inflight = meter.createObservableUpDownCounter(`${name}.inflight`, {
    unit,
    description:
      "Items that were passed to the exporter and have neither been exported nor failed.",
  });
  inflight.addCallback((result) => result.observe(delivery.exportingItems, component));
  const exported = meter.createObservableCounter(`${name}.exported`, {
    unit,
    description: "Items for which the export has finished, either successful or failed.",
  });
  exported.addCallback((result) => {
    const { delivered, rejected } = ledger.snapshot()[signal];
    result.observe(delivered, component);
    observeErrors(result, component, { rejected, ...delivery.triedAndDropped });
  });
}

function observeProcessor(meter: Meter, exporter: MeasuredExporter, ledger: Ledger): void {
  const { signal, delivery } = exporter;
  const name = `otel.sdk.processor.${names[signal]}`;
  const unit = units[signal];
  const type = `batching_${names[signal]}_processor`;
  const component = { "otel.component.type": type, "otel.component.name": `${type}/0` };
  const size = meter.createObservableUpDownCounter(`${name}.queue.size`, {
    unit,
    description: "Items that wait for their first export.",
  });
  size.addCallback((result) => {
    result.observe(ledger.snapshot()[signal].pending - delivery.exportingItems, component);
  });
  const processed = meter.createObservableCounter(`${name}.processed`, {
    unit,
    description: "Items for which the processing has finished, either successful or failed.",
  });
  processed.addCallback((result) => {
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

function observeSpans(meter: Meter, read: NonNullable<SelfMetricsSources["spans"]>): void {
  meter
    .createObservableCounter("otel.sdk.span.started", {
      unit: "{span}",
      description: "Spans that were created.",
    })
    .addCallback((result) => result.observe(read().started));
  meter
    .createObservableUpDownCounter("otel.sdk.span.live", {
      unit: "{span}",
      description: "Recorded spans that have not ended yet.",
    })
    .addCallback((result) => result.observe(read().live));
}

function observeLogs(meter: Meter, ledger: Ledger): void {
  meter
    .createObservableCounter("otel.sdk.log.created", {
      unit: "{log_record}",
      description: "Log records submitted to enabled loggers.",
    })
    .addCallback((result) => result.observe(ledger.snapshot().logs.made));
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
