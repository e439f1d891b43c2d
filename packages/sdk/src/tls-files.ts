import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import type { ExporterConfig, OtlpConfig, TelemetryConfig, TlsFiles } from "./config/config.ts";
import { otlpVariableNames, type OtlpSetting, type Signal } from "./env/otlp-variables.ts";
import type { Problem } from "./env/problem.ts";
import type { Environment } from "./env/reader.ts";

/** A configuration, and what was wrong with the files that it names. */
interface CheckedConfig {
  readonly config: TelemetryConfig;
  readonly problems: readonly Problem[];
}

/**
 * Leaves out the exporters whose certificates or keys cannot be used: without them they would trust others,
 * or be nobody, and the user asked for neither. Never throws, and waits for no pipe.
 */
export function withoutUnusableFiles(config: TelemetryConfig, env: Environment): CheckedConfig {
  const faults: Fault[] = [];
  const isUsable = (exporter: ExporterConfig): boolean => {
    const found = exporter.kind === "otlp" ? findFaults(exporter, env) : [];
    faults.push(...found);
    return found.length === 0;
  };
  const check = <T extends { readonly exporters: readonly ExporterConfig[] }>(signal: T): T => {
    return { ...signal, exporters: signal.exporters.filter(isUsable) };
  };
  const { traces, metrics, logs } = config;
  const checked = { traces: check(traces), metrics: check(metrics), logs: check(logs) };
  return { config: { ...config, ...checked }, problems: toProblems(faults) };
}

interface Fault {
  readonly signal: Signal;
  readonly variable: string;
  readonly expected: string;
  /** Absent when the text may be a key. */
  readonly found?: string;
}

/** One problem for all signals that share the variable. */
function toProblems(faults: readonly Fault[]): readonly Problem[] {
  const groups = new Map<string, Fault[]>();
  for (const fault of faults) {
    const key = `${fault.variable} ${fault.expected}`;
    groups.set(key, [...(groups.get(key) ?? []), fault]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { signal: _, ...fault } = first;
    const signals = group.map(({ signal }) => signal).join(" and ");
    return [{ ...fault, used: `${signals} are not exported` }];
  });
}

const settings: readonly (readonly [keyof TlsFiles, OtlpSetting])[] = [
  ["certificate", "CERTIFICATE"],
  ["clientKey", "CLIENT_KEY"],
  ["clientCertificate", "CLIENT_CERTIFICATE"],
];

function findFaults({ signal, tls }: OtlpConfig, env: Environment): readonly Fault[] {
  const faults = settings.flatMap(([key, setting]): readonly Fault[] => {
    const path = tls[key];
    const fault = path === undefined ? undefined : faultOf(path, setting);
    if (path === undefined || fault === undefined) return [];
    const isShown = setting !== "CLIENT_KEY" && !path.includes("-----BEGIN");
    return [
      {
        signal,
        variable: variableOf(signal, setting, env),
        expected: `the path of a ${kinds[setting] ?? "PEM file"} (${fault})`,
        ...(isShown ? { found: path } : {}),
      },
    ];
  });
  return faults.length > 0 || isPair(tls) ? faults : [mismatch(signal, env)];
}

const kinds: Readonly<Partial<Record<OtlpSetting, string>>> = {
  CERTIFICATE: "PEM file with certificates",
  CLIENT_CERTIFICATE: "PEM file with certificates",
  CLIENT_KEY: "PEM file with a private key",
};

function variableOf(signal: Signal, setting: OtlpSetting, env: Environment): string {
  const [own, general] = otlpVariableNames(signal, setting);
  return (env[own] ?? "").trim() === "" ? general : own;
}

const LARGEST_PEM = 1_000_000;

function faultOf(path: string, setting: OtlpSetting): string | undefined {
  try {
    const file = statSync(path);
    // Reading a pipe or a device may wait for ever.
    if (!file.isFile()) return "it is no file";
    if (file.size > LARGEST_PEM) return "it is too large";
    return faultOfPem(readFileSync(path, "utf8"), setting);
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : "it cannot be read";
  }
}

function faultOfPem(pem: string, setting: OtlpSetting): string | undefined {
  if (!pem.includes("-----BEGIN ")) return "it is no PEM file";
  if (setting === "CLIENT_KEY")
    return isReadable(() => createPrivateKey(pem)) ? undefined : "it holds no key that can be read";
  const blocks = pem.split(/(?=-----BEGIN )/).filter((block) => block.startsWith("-----BEGIN "));
  const certificates = blocks.filter((block) =>
    /^-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----/.test(block),
  );
  if (certificates.length === 0) return "it holds no certificate";
  const isGood = certificates.every((block) => isReadable(() => new X509Certificate(block)));
  return isGood ? undefined : "it holds a broken certificate";
}

function isReadable(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch {
    // Why it cannot be read is of no use to an operator: it may quote the file.
    return false;
  }
}

function isPair({ clientKey, clientCertificate }: TlsFiles): boolean {
  if (clientKey === undefined || clientCertificate === undefined) return true;
  return isReadable(() => {
    const key = createPrivateKey(readFileSync(clientKey));
    if (!new X509Certificate(readFileSync(clientCertificate)).checkPrivateKey(key)) {
      throw new Error("they do not belong together");
    }
  });
}

function mismatch(signal: Signal, env: Environment): Fault {
  return {
    signal,
    variable: variableOf(signal, "CLIENT_CERTIFICATE", env),
    expected: `the certificate of the key that ${variableOf(signal, "CLIENT_KEY", env)} names`,
  };
}
