import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { FoundProgram } from "../find/find.ts";
import { childEnvironment, dataFolder } from "../find/inspect.ts";
import { PROGRAMS } from "../programs.ts";
import type { Part } from "../programs.ts";
import { identifyProcess } from "../run/process-identity.ts";
import type { StackSettings } from "../settings.ts";
import { StackError } from "../stack-error.ts";
import { preparePrometheus } from "./prepare-prometheus.ts";
import type { StartedProcess } from "./state.ts";

/**
 * Starts a program that outlives this tool, in a session of its own (so that Ctrl-C in the
 * terminal does not reach it), with its output in a log that begins anew.
 *
 * @throws {StackError} when it cannot be started or has ended at once
 */
export async function launchProgram(
  part: Part,
  program: FoundProgram,
  settings: StackSettings,
): Promise<StartedProcess> {
  const { title } = PROGRAMS[part];
  mkdirSync(settings.stackDir, { recursive: true });
  const args = ARGUMENTS[part](program.configs, settings);
  const log = join(settings.stackDir, `${part}.log`);
  const output = openSync(log, "w");
  try {
    const child = spawn(program.file, args, {
      cwd: settings.stackDir,
      env: { ...childEnvironment(settings) },
      detached: true,
      stdio: ["ignore", output, output],
    });
    // Rejects with the reason when it could not be started.
    await once(child, "spawn");
    child.unref();
    const identity = child.pid === undefined ? undefined : identifyProcess(child.pid);
    if (identity === undefined) {
      throw new StackError(`${title} ended as soon as it was started:\n${lastLines(log)}`);
    }
    return { ...identity, file: program.file, version: program.version, from: program.from, log };
  } finally {
    closeSync(output);
  }
}

/** The last lines of a log, indented, for a message. */
export function lastLines(log: string, count = 15): string {
  const lines = readFileSync(log, "utf8").trimEnd().split("\n").slice(-count);
  return [...lines.map((line) => `  ${line}`), `  (whole log: ${log})`].join("\n");
}

type ArgumentsOf = (configs: readonly string[], settings: StackSettings) => readonly string[];

const ARGUMENTS: Readonly<Record<Part, ArgumentsOf>> = {
  collector: (configs) => configs.flatMap((config) => ["--config", config]),
  tempo: grafanaArguments,
  loki: grafanaArguments,
  prometheus: prometheusArguments,
};

function grafanaArguments(configs: readonly string[]): readonly string[] {
  return [...configs.map((config) => `-config.file=${config}`), "-config.expand-env=true"];
}

/** As in deploy/compose/compose.yaml, but for ports and places. */
function prometheusArguments(
  configs: readonly string[],
  settings: StackSettings,
): readonly string[] {
  return [
    `--config.file=${preparePrometheus(configs, settings)}`,
    `--storage.tsdb.path=${dataFolder(settings, "prometheus")}`,
    "--storage.tsdb.retention.time=24h",
    `--web.listen-address=127.0.0.1:${settings.ports.prometheus}`,
    "--web.enable-otlp-receiver",
    "--enable-feature=exemplar-storage",
  ];
}
