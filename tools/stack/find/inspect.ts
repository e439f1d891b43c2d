import { join } from "node:path";
import { portVariables } from "../port-table.ts";
import type { Part } from "../programs.ts";
import { quickCommand } from "../run/command.ts";
import type { Environment, StackSettings } from "../settings.ts";

/** A program that runs and takes our configuration. */
interface UsableProgram {
  readonly version: string;
  /** Absolute path of the configuration file for this version. */
  readonly config: string;
}

/** Result of looking at a program: usable, or why not. */
export type Inspection = { readonly usable: UsableProgram } | { readonly unusable: string };

const VERSION = /\bversion v?(\d+\.\d+\.\d+[\w.+-]*)/u;

/**
 * Runs a program to learn its version and whether it takes the configuration of this repository.
 * A Collector on PATH may lack a component, and Tempo 2 and 3 need different files.
 */
export function inspectProgram(part: Part, file: string, settings: StackSettings): Inspection {
  const env = childEnvironment(settings);
  const { ok, output } = quickCommand(file, ["--version"], env);
  if (!ok) return { unusable: `\`${file} --version\` failed: ${firstLine(output)}` };
  return part === "collector"
    ? inspectCollector(file, output, settings, env)
    : inspectTempo(file, output, settings, env);
}

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
    AGENT_OTEL_STACK_TEMPO_DATA: join(settings.stackDir, "tempo-data"),
    AGENT_OTEL_STACK_DEBUG_VERBOSITY: settings.debugVerbosity,
  };
}

function inspectCollector(
  file: string,
  versionText: string,
  settings: StackSettings,
  env: Environment,
): Inspection {
  const version = VERSION.exec(versionText)?.[1];
  if (version === undefined) return { unusable: `${file} is not an OpenTelemetry Collector` };
  const config = join(settings.root, "deploy/collector/dev.yaml");
  const { ok, output } = quickCommand(file, ["validate", "--config", config], env);
  return ok
    ? { usable: { version, config } }
    : { unusable: `${file} (${version}) does not take ${config}: ${firstLine(output)}` };
}

function inspectTempo(
  file: string,
  versionText: string,
  settings: StackSettings,
  env: Environment,
): Inspection {
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
    return { usable: { version: version ?? "of unknown version", config: fit.config } };
  }
  const refusals = results.map(({ config, answer }) => `${config}: ${firstLine(answer.output)}`);
  return { unusable: `${file} (${version}) does not take ${refusals.join(" nor ")}` };
}

/** A Tempo that someone built by hand may not know its version: then the file it takes tells. */
function tempoConfigs(version: string | undefined): readonly string[] {
  if (version === undefined) return ["tempo-3.0.yaml", "tempo-2.8.yaml"];
  return Number.parseInt(version, 10) >= 3 ? ["tempo-3.0.yaml"] : ["tempo-2.8.yaml"];
}

function firstLine(output: string): string {
  return output.split("\n").find((line) => line.trim() !== "") ?? "no output";
}
