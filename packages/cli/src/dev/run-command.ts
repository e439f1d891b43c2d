import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { constants } from "node:os";

/** A running command. */
export interface RunningCommand {
  /** The exit code: 128 + n after signal n, 127 when the command was not found, 126 when it could not be run. */
  readonly exitCode: Promise<number>;
  /** Passes a signal on; one that asks it to end is followed by SIGKILL after 10 s. */
  signal(name: NodeJS.Signals): void;
}

/** Options of {@link runCommand}. */
export interface CommandOptions {
  env: NodeJS.ProcessEnv;
  /** Told why a command could not be started, or that it had to be killed. */
  onProblem: (message: string) => void;
  /** How long the command may take to end. @default 10000 ms */
  graceMs?: number;
}

/** Starts a program with our standard streams, in our process group. */
export function runCommand(
  [program = "", ...args]: readonly string[],
  { env, onProblem, graceMs = 10_000 }: CommandOptions,
): RunningCommand {
  let killTimer: NodeJS.Timeout | undefined;
  const child = spawnProgram(program, args, env);
  if (child instanceof Error) {
    return { exitCode: Promise.resolve(explain(program, child, onProblem)), signal: () => {} };
  }
  const exitCode = new Promise<number>((resolve) => {
    child.once("error", (error) => resolve(explain(program, error, onProblem)));
    child.once("exit", (code, signal) => {
      clearTimeout(killTimer);
      resolve(signal === null ? (code ?? 1) : 128 + constants.signals[signal]);
    });
  });
  return {
    exitCode,
    signal(name) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill(name);
      if (name === "SIGKILL" || killTimer !== undefined || !asksToEnd.has(name)) return;
      killTimer = setTimeout(() => {
        onProblem(`the command did not end within ${graceMs / 1000} s of ${name}: killed.`);
        child.kill("SIGKILL");
      }, graceMs);
    },
  };
}

/** A program may go on after SIGINT (a debugger, a REPL), not after these. */
const asksToEnd = new Set<NodeJS.Signals>(["SIGTERM", "SIGHUP"]);

/** `spawn` throws for arguments that no system accepts, such as an empty name. */
function spawnProgram(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): ChildProcess | Error {
  try {
    return spawn(program, args, { env, stdio: "inherit" });
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function explain(program: string, error: Error, onProblem: (message: string) => void): number {
  const shown = JSON.stringify(program);
  const code = "code" in error ? error.code : undefined;
  if (code === "ENOENT" || code === "ERR_INVALID_ARG_VALUE") {
    onProblem(`command not found: ${shown}. Give a program on PATH, or a path to one, after --.`);
    return 127;
  }
  onProblem(`could not run ${shown}: ${error.message}. Is it an executable file?`);
  return 126;
}
