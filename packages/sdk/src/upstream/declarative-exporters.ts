import type { OtlpProtocol } from "../config/config.ts";
import { withoutCredentials } from "../config-file/without-credentials.ts";
import { type Signal, signals } from "../env/otlp-variables.ts";
import { otlpProtocols } from "../env/values.ts";
import { explainForFile, inFileTerms } from "./declarative-remedies.ts";
import type { Replacements } from "./declarative-require.ts";
import { createAgentFactory, type Tls } from "./export-agent.ts";
import { type Exporter, watchExports } from "./export-watch.ts";
import { allowAddress, createGrpcCredentials } from "./grpc-credentials.ts";
import type { ExportParts } from "./otlp-exporter.ts";
import { createPrometheusReader } from "../metrics/prometheus.ts";

/** An exporter that was made, to be flushed. */
export interface FlushableExporter {
  forceFlush?(): Promise<void>;
}

/**
 * Replaces upstream's exporters: those of OTLP by ones that tell the report how each export ends, and of
 * connections that fail; Prometheus' by ours, which harms nothing. What the file says of them reaches
 * upstream as it is.
 *
 * @param made Gets each exporter of OTLP that is created.
 */
export function replaceExporters(
  parts: ExportParts,
  made: (exporter: FlushableExporter) => void,
): Replacements {
  const rows = signals.flatMap((signal) => {
    const [packageName, className] = packages[signal];
    return otlpProtocols.map((protocol) => {
      const kind = { signal, protocol };
      const create = (Class: UpstreamClass, options: UpstreamOptions): object => {
        const exporter = createWatched(kind, { Class, options, ...parts });
        made(exporter);
        return exporter;
      };
      const name = `@opentelemetry/exporter-${packageName}-otlp-${suffixes[protocol]}`;
      return [name, { [className]: replaceClass(className, create) }] as const;
    });
  });
  const warn = (message: string): void => parts.report.warn(inFileTerms(message));
  const createPrometheus = (_: UpstreamClass, options: UpstreamOptions): object => {
    const { host = "localhost", port = 9464 } = options;
    return createPrometheusReader(
      { kind: "prometheus", host, port },
      { report: { warn }, options },
    );
  };
  const prometheus = replaceClass("PrometheusExporter", createPrometheus);
  return {
    ...Object.fromEntries(rows),
    "@opentelemetry/exporter-prometheus": { PrometheusExporter: prometheus },
  };
}

type UpstreamClass = new (options: object) => WatchedExporter;
type WatchedExporter = Exporter<unknown> & FlushableExporter;

/** Replaces a class by one whose `new` gives what `create` makes. */
function replaceClass(
  name: string,
  create: (Class: UpstreamClass, options: UpstreamOptions) => object,
): (real: () => object) => unknown {
  return (real) => {
    const Class: UpstreamClass = Reflect.get(real(), name);
    return new Proxy(Class, {
      construct: (target, [options]: [UpstreamOptions]) => create(target, options),
    });
  };
}

interface WatchedParts extends ExportParts {
  readonly Class: UpstreamClass;
  readonly options: UpstreamOptions;
}

function createWatched(
  kind: Kind,
  { Class, options, report, isEnding, canaryWatch }: WatchedParts,
): WatchedExporter {
  const url = urlOf(kind, options);
  const target = { ...kind, url: withoutCredentials(url) };
  const onError = (error: Error): void => {
    report.connectFailed({ ...target, items: 0 }, explainForFile(error, kind.protocol));
  };
  const tls = options.httpAgentOptions ?? {};
  const transport =
    kind.protocol === "grpc"
      ? { credentials: credentialsFor(url, options) }
      : { httpAgentOptions: createAgentFactory({ tls, onError, isEnding }) };
  const exporter = new Class({ ...options, url, ...transport });
  const original = exporter.export.bind(exporter);
  exporter.export = (items, callback) => {
    original(items, (result) => {
      const { error } = result;
      if (error === undefined) callback(result);
      else callback({ ...result, error: explainForFile(error, kind.protocol) });
    });
  };
  const [, , count] = packages[kind.signal];
  return watchExports(exporter, { report, target, count, canaryWatch });
}

interface Kind {
  readonly signal: Signal;
  readonly protocol: OtlpProtocol;
}

/** What upstream makes of the file for one exporter; of this only what is looked at here. */
interface UpstreamOptions {
  readonly url?: string;
  readonly httpAgentOptions?: Tls;
  readonly credentials?: object;
  readonly host?: string;
  readonly port?: number;
}

type Row = readonly [packageName: string, className: string, count: (items: unknown) => number];

const packages: Readonly<Record<Signal, Row>> = {
  traces: ["trace", "OTLPTraceExporter", countItems],
  metrics: ["metrics", "OTLPMetricExporter", countPoints],
  logs: ["logs", "OTLPLogExporter", countItems],
};

const suffixes: Readonly<Record<OtlpProtocol, string>> = {
  "http/protobuf": "proto",
  "http/json": "http",
  grpc: "grpc",
};

function urlOf({ signal, protocol }: Kind, { url }: UpstreamOptions): string {
  if (protocol !== "grpc") return url?.trim() ?? `http://localhost:4318/v1/${signal}`;
  const text = url?.trim() ?? "http://localhost:4317";
  // What upstream takes it for, too.
  return /^\w{1,8}:\/\//.test(text) ? text : `https://${text}`;
}

/** Given in any case: otherwise upstream would ask the environment at the first export. */
function credentialsFor(url: string, { credentials }: UpstreamOptions): object {
  if (credentials === undefined) return createGrpcCredentials(url, {});
  allowAddress(credentials);
  return credentials;
}

function countItems(items: unknown): number {
  return Array.isArray(items) ? items.length : 0;
}

/** Metrics come as upstream's `ResourceMetrics`. */
function countPoints(metrics: unknown): number {
  if (typeof metrics !== "object" || metrics === null) return 0;
  if ("dataPoints" in metrics) return countItems(metrics.dataPoints);
  const parts =
    "scopeMetrics" in metrics ? metrics.scopeMetrics : "metrics" in metrics ? metrics.metrics : [];
  return Array.isArray(parts) ? parts.reduce((sum: number, part) => sum + countPoints(part), 0) : 0;
}
