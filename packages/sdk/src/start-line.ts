import type { ConfigFile } from "./config-file/read-config-file.ts";
import type { ExporterConfig, TelemetryConfig } from "./config/config.ts";
import { withoutCredentials } from "./config/url.ts";
import { signals, type Signal } from "./env/otlp-variables.ts";
import type { Setting } from "./env/reader.ts";

interface StartFacts {
  readonly config: TelemetryConfig;
  readonly settings: ReadonlyMap<string, Setting>;
  readonly file?: ConfigFile;
  /** Attributes of the resource. */
  readonly resource: Readonly<Record<string, unknown>>;
}

/** The one line at level `info` that tells what runs: who sends what where, with no secret in it. */
export function describeStart({ config, settings, file, resource }: StartFacts): string {
  const name = file?.settings.get("OTEL_SERVICE_NAME") ?? resource["service.name"];
  const service = [name, resource["service.version"]]
    .filter((part) => typeof part === "string")
    .join(" ");
  if (file !== undefined) return `${service} runs by ${file.path}: ${describeFile(file)}.`;
  const parts = [
    ...signals.map((signal) => describeSignal(signal, config[signal].exporters)),
    `sampler ${describeSampler(config)}`,
    `propagators ${config.propagators.join(",") || "none"}`,
    `engine ${settings.get("AGENT_OTEL_ENGINE")?.value ?? config.engine}`,
  ];
  return `${service}: ${parts.join("; ")}.`;
}

function describeSignal(signal: Signal, exporters: readonly ExporterConfig[]): string {
  if (exporters.length === 0) return `${signal} off`;
  return `${signal} to ${exporters.map(describeExporter).join(" and ")}`;
}

function describeExporter(exporter: ExporterConfig): string {
  if (exporter.kind === "console") return "the console";
  if (exporter.kind === "otlp") return `${withoutCredentials(exporter.url)} (${exporter.protocol})`;
  if (exporter.kind === "zipkin") return `Zipkin at ${withoutCredentials(exporter.url)}`;
  return `Prometheus at ${exporter.host}:${exporter.port}`;
}

function describeSampler({ sampler: { ratio, parentBased } }: TelemetryConfig): string {
  const root = ratio === 1 ? "always_on" : ratio === 0 ? "always_off" : `traceidratio ${ratio}`;
  return parentBased ? `parentbased_${root}` : root;
}

function describeFile({ settings }: ConfigFile): string {
  const parts = [...settings].filter(([name]) => name !== "OTEL_SERVICE_NAME");
  return parts.map(([name, value]) => `${name}=${value}`).join("; ") || "no signal is on";
}
