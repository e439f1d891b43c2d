import { readFileSync, statSync } from "node:fs";
import type { ExporterConfig, OtlpConfig, TelemetryConfig, TlsFiles } from "./config/config.ts";
import { type OtlpSetting, otlpVariableNames } from "./env/otlp-variables.ts";
import type { Problem } from "./env/problem.ts";
import type { Environment } from "./env/reader.ts";

/** A configuration, and what was wrong with the files that it names. */
interface CheckedConfig {
  readonly config: TelemetryConfig;
  readonly problems: readonly Problem[];
}

/**
 * Leaves out the exporters whose certificates or keys cannot be read: without them they would trust others,
 * or be nobody, and the user asked for neither.
 */
export function withoutUnreadableFiles(config: TelemetryConfig, env: Environment): CheckedConfig {
  const problems: Problem[] = [];
  const isUsable = (exporter: ExporterConfig): boolean => {
    const found = exporter.kind === "otlp" ? findProblems(exporter, env) : [];
    problems.push(...found);
    return found.length === 0;
  };
  const check = <T extends { readonly exporters: readonly ExporterConfig[] }>(signal: T): T => {
    return { ...signal, exporters: signal.exporters.filter(isUsable) };
  };
  const { traces, metrics, logs } = config;
  const checked = { traces: check(traces), metrics: check(metrics), logs: check(logs) };
  return { config: { ...config, ...checked }, problems };
}

const settings: readonly (readonly [keyof TlsFiles, OtlpSetting])[] = [
  ["certificate", "CERTIFICATE"],
  ["clientKey", "CLIENT_KEY"],
  ["clientCertificate", "CLIENT_CERTIFICATE"],
];

function findProblems({ signal, tls }: OtlpConfig, env: Environment): readonly Problem[] {
  return settings.flatMap(([key, setting]): readonly Problem[] => {
    const path = tls[key];
    const fault = path === undefined ? undefined : faultOf(path);
    if (path === undefined || fault === undefined) return [];
    const [own, general] = otlpVariableNames(signal, setting);
    return [
      {
        variable: (env[own]?.trim() ?? "") === "" ? general : own,
        expected: `the path of a readable PEM file (${fault})`,
        found: path,
        used: `${signal} are not exported`,
      },
    ];
  });
}

const LARGEST_PEM = 1_000_000;

function faultOf(path: string): string | undefined {
  try {
    const file = statSync(path);
    // Reading a pipe or a device may wait for ever.
    if (!file.isFile()) return "it is no file";
    if (file.size > LARGEST_PEM) return "it is too large";
    return readFileSync(path).includes("-----BEGIN ") ? undefined : "it is no PEM file";
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : "it cannot be read";
  }
}
