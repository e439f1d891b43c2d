import type { OtlpProtocol } from "../config/config.ts";
import type { Signal } from "../env/otlp-variables.ts";
import { withoutCredentials } from "../config-file/without-credentials.ts";
import type { Replacements } from "./declarative-require.ts";
import { createAgentFactory, type Tls } from "./export-agent.ts";
import { type Exporter, watchExports } from "./export-watch.ts";
import { createGrpcCredentials } from "./grpc-credentials.ts";
import type { ExportParts } from "./otlp-exporter.ts";

/** An exporter that was made, to be flushed. */
export interface FlushableExporter {
  forceFlush?(): Promise<void>;
}

/**
 * Replaces upstream's OTLP exporters by ones that tell the report how each export ends, and of connections
 * that fail. What the file says of them reaches upstream as it is.
 *
 * @param made Gets each exporter that is created.
 */
export function watchedExporters(
  parts: ExportParts,
  made: (exporter: FlushableExporter) => void,
): Replacements {
  const rows = Object.entries(packages).flatMap(([signal, [packageName, className, count]]) => {
    return Object.entries(suffixes).map(([protocol, suffix]) => {
      const replace = (real: () => object): unknown => {
        const Class: unknown = Reflect.get(real(), className);
        if (typeof Class !== "function") throw new TypeError(`${className} is no class`);
        return new Proxy(Class, {
          construct(target, [options]: [UpstreamOptions]) {
            // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the two tables below
            const kind = { signal, protocol } as Kind;
            const url = urlOf(kind, options);
            const complete = { ...options, url, ...transport(kind, { url, options, ...parts }) };
            const exporter: Exporter<unknown> & FlushableExporter = Reflect.construct(target, [
              complete,
            ]);
            made(exporter);
            const outcome = { ...kind, url: withoutCredentials(url) };
            return watchExports(exporter, { report: parts.report, target: outcome, count });
          },
        });
      };
      return [`@opentelemetry/exporter-${packageName}-otlp-${suffix}`, { [className]: replace }];
    });
  });
  return Object.fromEntries(rows);
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

function transport(
  kind: Kind,
  { url, options, report, isEnding }: ExportParts & { url: string; options: UpstreamOptions },
): object {
  // Given in any case: otherwise upstream would ask the environment at the first export.
  if (kind.protocol === "grpc") {
    return { credentials: options.credentials ?? createGrpcCredentials(url, {}) };
  }
  const target = { ...kind, url: withoutCredentials(url), items: 0 };
  const onError = (error: Error): void => report.connectFailed(target, error);
  return {
    httpAgentOptions: createAgentFactory({
      tls: options.httpAgentOptions ?? {},
      onError,
      isEnding,
    }),
  };
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
