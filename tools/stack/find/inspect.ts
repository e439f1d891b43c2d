import { join } from "node:path";
import { portVariables } from "../port-table.ts";
import { EXTRA_PARTS, PROGRAMS } from "../programs.ts";
import type { Part, ProgramName } from "../programs.ts";
import { quickCommand } from "../run/command.ts";
import type { Environment, StackSettings } from "../settings.ts";

/** A program that runs and takes our configuration. */
interface UsableProgram {
  readonly version: string;
  /** Absolute paths of the configuration files for this version. */
  readonly configs: readonly string[];
}

/** Result of looking at a program: usable, or why not. */
export type Inspection = { readonly usable: UsableProgram } | { readonly unusable: string };

const VERSION = /\bversion v?(\d+\.\d+\.\d+[\w.+-]*)/u;

/**
 * Runs a program to learn its version and whether it takes the configuration of this repository.
 * A Collector on PATH may lack a component, and Tempo 2 and 3 need different files.
 */
export function inspectProgram(
  name: ProgramName,
  file: string,
  settings: StackSettings,
): Inspection {
  const env = childEnvironment(settings);
  // kubectl-validate knows no version of its own.
  const question = name === "kubectl-validate" ? "--help" : "--version";
  const { ok, output } = quickCommand(file, [question], env);
  if (!ok) return { unusable: `\`${file} ${question}\` failed: ${firstLine(output)}` };
  return INSPECT[name]({ file, versionText: output, settings, env });
}

/** A program that has answered. */
interface Candidate {
  readonly file: string;
  readonly versionText: string;
  readonly settings: StackSettings;
  readonly env: Environment;
}

const INSPECT: Readonly<Record<ProgramName, (candidate: Candidate) => Inspection>> = {
  collector: inspectCollector,
  tempo: inspectTempo,
  prometheus: inspectPrometheus,
  loki: inspectLoki,
  promtool: inspectPromtool,
  "kubectl-validate": inspectKubectlValidate,
};

/**
 * The environment for Collector and Tempo: ports and places for their configuration, and none of
 * the `OTEL_*` variables, with which both would trace themselves into the stack.
 */
export function childEnvironment(settings: StackSettings): Environment {
  const inherited = Object.entries(settings.env).filter(
    ([name]) => !name.startsWith("OTEL_") && !name.startsWith("AGENT_OTEL_"),
  );
  return {
    ...Object.fromEntries(inherited),
    ...portVariables(settings.ports),
    AGENT_OTEL_STACK_BIND: "127.0.0.1",
    AGENT_OTEL_STACK_TEMPO_OTLP: `127.0.0.1:${settings.ports.tempoOtlpGrpc}`,
    AGENT_OTEL_STACK_TEMPO_DATA: dataFolder(settings, "tempo"),
    // For trying things: everything is found at once, and little is kept.
    AGENT_OTEL_STACK_TEMPO_QUERY_CUTOFF: "0s",
    AGENT_OTEL_STACK_TEMPO_FAIL_ON_LAG: "false",
    AGENT_OTEL_STACK_TEMPO_RETENTION: "24h",
    AGENT_OTEL_STACK_LOKI_RETENTION: "24h",
    AGENT_OTEL_STACK_PROMETHEUS_OTLP: `http://127.0.0.1:${settings.ports.prometheus}/api/v1/otlp`,
    AGENT_OTEL_STACK_LOKI_OTLP: `http://127.0.0.1:${settings.ports.loki}/otlp`,
    AGENT_OTEL_STACK_LOKI_DATA: dataFolder(settings, "loki"),
    AGENT_OTEL_STACK_DEBUG_VERBOSITY: settings.debugVerbosity,
  };
}

/** Where a part keeps what it was given. */
export function dataFolder(
  { stackDir }: Pick<StackSettings, "stackDir">,
  part: Exclude<Part, "collector">,
): string {
  return join(stackDir, `${part}-data`);
}

function inspectCollector({ file, versionText, settings, env }: Candidate): Inspection {
  const version = VERSION.exec(versionText)?.[1];
  if (version === undefined) return { unusable: `${file} is not an OpenTelemetry Collector` };
  const configs = [
    "dev.yaml",
    ...EXTRA_PARTS.filter((part) => settings.parts.includes(part)).map(
      (part) => `with-${part}.yaml`,
    ),
  ].map((name) => join(settings.root, "deploy/collector", name));
  const flags = configs.flatMap((config) => ["--config", config]);
  const { ok, output } = quickCommand(file, ["validate", ...flags], env);
  return ok
    ? { usable: { version, configs } }
    : {
        unusable: `${file} (${version}) does not take ${configs.join(", ")}: ${firstLine(output)}`,
      };
}

function inspectTempo({ file, versionText, settings, env }: Candidate): Inspection {
  if (!versionText.startsWith("tempo, version")) {
    return { unusable: `${file} is not Grafana Tempo` };
  }
  const version = VERSION.exec(versionText)?.[1];
  const results = tempoConfigs(version).map((name) => {
    const config = join(settings.root, "deploy/tempo", name);
    const args = [`-config.file=${config}`, "-config.expand-env=true", "-config.verify=true"];
    return { config, answer: quickCommand(file, args, env) };
  });
  const fit = results.find(({ answer }) => answer.ok);
  if (fit !== undefined) {
    return { usable: { version: version ?? "of unknown version", configs: [fit.config] } };
  }
  const refusals = results.map(({ config, answer }) => `${config}: ${firstLine(answer.output)}`);
  return { unusable: `${file} (${version}) does not take ${refusals.join(" nor ")}` };
}

/** A Tempo that someone built by hand may not know its version: then the file it takes tells. */
function tempoConfigs(version: string | undefined): readonly string[] {
  if (version === undefined) return ["tempo-3.0.yaml", "tempo-2.8.yaml"];
  return Number.parseInt(version, 10) >= 3 ? ["tempo-3.0.yaml"] : ["tempo-2.8.yaml"];
}

/** Its file is read when it starts; 3.9 is the first that scrapes native histograms by configuration. */
function inspectPrometheus({ file, versionText, settings }: Candidate): Inspection {
  if (!versionText.startsWith("prometheus, version")) {
    return { unusable: `${file} is not Prometheus` };
  }
  const [version = "", major = "0", minor = "0"] = /(\d+)\.(\d+)\.\d+/u.exec(versionText) ?? [];
  if (Number(major) < 3 || (Number(major) === 3 && Number(minor) < 9)) {
    return { unusable: `${file} (${version}) is older than 3.9` };
  }
  return {
    usable: { version, configs: [join(settings.root, "deploy/prometheus/prometheus.yaml")] },
  };
}

function inspectLoki({ file, versionText, settings, env }: Candidate): Inspection {
  if (!versionText.startsWith("loki, version")) return { unusable: `${file} is not Grafana Loki` };
  const version = VERSION.exec(versionText)?.[1] ?? "of unknown version";
  const config = join(settings.root, "deploy/loki/loki.yaml");
  const args = [`-config.file=${config}`, "-config.expand-env=true", "-verify-config"];
  const { ok, output } = quickCommand(file, args, env);
  return ok
    ? { usable: { version, configs: [config] } }
    : { unusable: `${file} (${version}) does not take ${config}: ${firstLine(output)}` };
}

function inspectPromtool({ file, versionText }: Candidate): Inspection {
  if (!versionText.startsWith("promtool, version")) return { unusable: `${file} is not promtool` };
  return {
    usable: { version: VERSION.exec(versionText)?.[1] ?? "of unknown version", configs: [] },
  };
}

function inspectKubectlValidate({ file, versionText }: Candidate): Inspection {
  return versionText.includes("kubectl-validate")
    ? { usable: { version: PROGRAMS["kubectl-validate"].version, configs: [] } }
    : { unusable: `${file} is not kubectl-validate` };
}

function firstLine(output: string): string {
  return output.split("\n").find((line) => line.trim() !== "") ?? "no output";
}
