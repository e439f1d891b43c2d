import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { FoundProgram } from "../find/find.ts";
import { childEnvironment } from "../find/inspect.ts";
import { PROGRAMS } from "../programs.ts";
import type { Part } from "../programs.ts";
import { identifyProcess } from "../run/process-identity.ts";
import type { StackSettings } from "../settings.ts";
import { StackError } from "../stack-error.ts";
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
  const log = join(settings.stackDir, `${part}.log`);
  const output = openSync(log, "w");
  try {
    const child = spawn(program.file, launchArguments(part, program.config), {
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

function launchArguments(part: Part, config: string): readonly string[] {
  return part === "collector"
    ? ["--config", config]
    : [`-config.file=${config}`, "-config.expand-env=true"];
}
