import { createRequire } from "node:module";
import type { CompressionAlgorithm } from "@opentelemetry/otlp-exporter-base";
import type { OtlpConfig, TlsFiles } from "../config/config.ts";
import type { CanaryWatch } from "../content-policy/canary-watch.ts";
import { otlpVariables } from "../env/otlp-variables.ts";
import { readPem } from "../export/transport/read-pem.ts";
import type { Report } from "../report.ts";
import { createAgentFactory, type Tls } from "./export-agent.ts";
import { type Exporter, watchExports } from "./export-watch.ts";
import { createGrpcCredentials } from "./grpc-credentials.ts";
import { withoutVariables } from "./hidden-environment.ts";

const require = createRequire(import.meta.url);

type ExporterClass<E> = new (options: object) => E;

/**
 * Loads the exporter package of one protocol, creates its exporter from our configuration alone and has
 * the report told of each outcome. `undefined`, and a line that says why, when that is impossible.
 */
export function createOtlpExporter<Items, E extends Exporter<Items>>(
  config: OtlpConfig,
  { load, options: more, count, report, isEnding, canaryWatch }: OtlpExporterParts<Items, E>,
): E | undefined {
  try {
    const tls = readTlsFiles(config.tls);
    const options =
      config.protocol === "grpc"
        ? grpcOptions(config, tls)
        : httpOptions(config, { tls, report, isEnding });
    const Class = load();
    const all = { ...options, ...more };
    const exporter = withoutVariables(Object.keys(otlpVariables), () => new Class(all));
    const { signal, url, protocol } = config;
    return watchExports(exporter, {
      report,
      count,
      target: { signal, url, protocol },
      canaryWatch,
    });
  } catch (error) {
    report.warn(
      `${config.signal} are not exported: ${error instanceof Error ? error.message : String(error)}`,
    );
    return undefined;
  }
}

/** What the exporters of all signals are given. */
export interface ExportParts {
  readonly report: Report;
  /** True when the process is about to end. */
  readonly isEnding: () => boolean;
  /** Searches what is exported. @default nobody does */
  readonly canaryWatch?: CanaryWatch | undefined;
}

/** What {@link createOtlpExporter} needs to know of a signal. */
export interface OtlpExporterParts<Items, E> extends ExportParts {
  /** Gives the exporter class; its package is loaded only now. */
  readonly load: () => ExporterClass<E>;
  /** What the exporter is given beside the transport. */
  readonly options?: object;
  /** How many items an export carries. */
  readonly count: (items: Items) => number;
}

function readTlsFiles({ certificate, clientKey, clientCertificate }: TlsFiles): Tls {
  return {
    ...(certificate === undefined ? {} : { ca: readPem("CERTIFICATE", certificate) }),
    ...(clientKey === undefined ? {} : { key: readPem("CLIENT_KEY", clientKey) }),
    ...(clientCertificate === undefined
      ? {}
      : { cert: readPem("CLIENT_CERTIFICATE", clientCertificate) }),
  };
}

function httpOptions(
  config: OtlpConfig,
  { tls, report, isEnding }: ExportParts & { tls: Tls },
): object {
  const { signal, url, protocol } = config;
  const onError = (error: Error): void => {
    report.connectFailed({ signal, url, protocol, items: 0 }, error);
  };
  return {
    url: config.url,
    headers: config.headers,
    timeoutMillis: config.timeoutMs,
    compression: compression(config),
    httpAgentOptions: createAgentFactory({ tls, onError, isEnding }),
  };
}

function grpcOptions(config: OtlpConfig, tls: Tls): object {
  const base: typeof import("@opentelemetry/otlp-grpc-exporter-base") = require("@opentelemetry/otlp-grpc-exporter-base");
  const metadata = base.createEmptyMetadata();
  for (const [key, value] of Object.entries(config.headers)) metadata.set(key, value);
  return {
    url: config.url,
    metadata,
    credentials: createGrpcCredentials(config.url, tls),
    timeoutMillis: config.timeoutMs,
    compression: compression(config),
  };
}

function compression({ compression: name }: OtlpConfig): CompressionAlgorithm {
  const base: typeof import("@opentelemetry/otlp-exporter-base") = require("@opentelemetry/otlp-exporter-base");
  return name === "gzip" ? base.CompressionAlgorithm.GZIP : base.CompressionAlgorithm.NONE;
}
