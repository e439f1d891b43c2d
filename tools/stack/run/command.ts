import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { Environment } from "../settings.ts";

/** How a command is run. */
export interface CommandOptions {
  readonly cwd?: string;
  readonly env: Environment;
  /** Ends the command and everything it started. */
  readonly signal?: AbortSignal;
  /** Called with every line of stdout and stderr. */
  readonly onLine?: (line: string) => void;
}

/** How a command ended. */
export interface CommandResult {
  /** Exit code; -1 when it could not be started or was ended by a signal. */
  readonly code: number;
  /** The last lines of stdout and stderr together, oldest first. */
  readonly tail: readonly string[];
}

const TAIL_LINES = 30;
const GRACE_MS = 2_000;

/**
 * Runs a command in a process group of its own, so that on abort the compilers it started end too.
 * Never rejects: a command that cannot be started has code -1 and says so in `tail`.
 */
export async function runCommand(
  file: string,
  args: readonly string[],
  { cwd, env, signal, onLine }: CommandOptions,
): Promise<CommandResult> {
  if (signal?.aborted) return { code: -1, tail: ["not started: interrupted"] };
  const child = spawn(file, args, {
    cwd,
    env: { ...env },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const tail: string[] = [];
  const collect = (line: string): void => {
    tail.push(line);
    if (tail.length > TAIL_LINES) tail.shift();
    onLine?.(line);
  };
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", collect);
  }
  const stop = endGroupOnAbort(child, signal);
  try {
    const code = await ended(child, collect);
    return { code, tail };
  } finally {
    stop();
  }
}

/** Result of {@link quickCommand}. */
export interface QuickResult {
  /** Whether it ended with code 0 in time. */
  readonly ok: boolean;
  /** Stdout and stderr, trimmed. */
  readonly output: string;
}

/** Runs a command that answers at once (`--version`); one that does not is ended after `timeoutMs`. */
export function quickCommand(
  file: string,
  args: readonly string[],
  env: Environment,
  timeoutMs = 10_000,
): QuickResult {
  const { status, error, stdout, stderr } = spawnSync(file, args, {
    env: { ...env },
    encoding: "utf8",
    timeout: timeoutMs,
    killSignal: "SIGKILL",
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = `${stdout ?? ""}${stderr ?? ""}`.trim();
  return { ok: status === 0, output: error === undefined ? output : error.message };
}

async function ended(child: ChildProcess, collect: (line: string) => void): Promise<number> {
  return new Promise((resolve) => {
    child.once("error", (error) => {
      collect(error.message);
      resolve(-1);
    });
    child.once("close", (code) => resolve(code ?? -1));
  });
}

function endGroupOnAbort(child: ChildProcess, signal: AbortSignal | undefined): () => void {
  if (signal === undefined) return () => {};
  let hard: NodeJS.Timeout | undefined;
  const onAbort = (): void => {
    signalGroup(child, "SIGTERM");
    hard = setTimeout(() => signalGroup(child, "SIGKILL"), GRACE_MS);
  };
  signal.addEventListener("abort", onAbort, { once: true });
  return () => {
    signal.removeEventListener("abort", onAbort);
    clearTimeout(hard);
  };
}

function signalGroup(child: ChildProcess, name: "SIGTERM" | "SIGKILL"): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, name);
  } catch {
    // The group has ended between the check and the signal: nothing is left to end.
  }
}
