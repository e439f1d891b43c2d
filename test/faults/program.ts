import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

/** A running program with the SDK in it. */
export interface Program {
  /** The lines it has written to stderr so far. */
  readonly lines: readonly string[];
  /** The lines it has written to stdout so far. */
  readonly output: readonly string[];
  /** Settles when a line matches; fails when the program ends or the time is up first. */
  line(pattern: RegExp): Promise<void>;
  /** Settles when the program has written its first text to stdout. */
  readonly ready: Promise<unknown>;
  kill(signal: NodeJS.Signals): void;
  /** Writes a word to its standard input. */
  tell(word: string): void;
  endInput(): void;
  readonly exit: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

const LINE_DEADLINE_MS = 15_000;

/** Whose a program is, and what it may. */
export interface ProgramRights {
  /** A user's number, which only root may choose. @default this process's user */
  readonly uid?: number;
  /** What the shell does first, e.g. "umask 0777". @default nothing */
  readonly first?: string;
}

/** Starts a source of telemetry under `--import @agent-otel/sdk/register` with nothing but `env` set. */
export function startProgram(
  env: NodeJS.ProcessEnv,
  name = "span-source.mjs",
  { first, uid }: ProgramRights = {},
): Program {
  const source = fileURLToPath(new URL(name, import.meta.url));
  const command = [process.execPath, "--import", "@agent-otel/sdk/register", source] as const;
  const [path, ...parameters] =
    first === undefined ? command : (["sh", "-c", `${first}; exec "$0" "$@"`, ...command] as const);
  const child = spawn(path, parameters, {
    ...(uid === undefined ? {} : { uid, gid: uid }),
    cwd: fileURLToPath(new URL("../..", import.meta.url)),
    env: { OTEL_METRICS_EXPORTER: "none", OTEL_LOGS_EXPORTER: "none", ...env },
    stdio: "pipe",
  });
  const lines = linesOf(child.stderr);
  const output = linesOf(child.stdout);
  const exit = once(child, "close").then(([code, signal]) => ({ code, signal }));
  const line = async (pattern: RegExp): Promise<void> => {
    const deadline = AbortSignal.timeout(LINE_DEADLINE_MS);
    while (!lines.some((text) => pattern.test(text))) {
      // oxlint-disable-next-line no-await-in-loop -- each round waits for the next text
      await once(child.stderr, "data", { signal: deadline });
    }
  };
  return {
    lines,
    output,
    line,
    exit,
    ready: once(child.stdout, "data"),
    kill: (signal) => void child.kill(signal),
    tell: (word) => void child.stdin.write(`${word}\n`),
    endInput: () => child.stdin.end(),
  };
}

/** Grows as the stream is read. */
function linesOf(stream: Readable): readonly string[] {
  const lines: string[] = [];
  let rest = "";
  stream.setEncoding("utf8").on("data", (text: string) => {
    const parts = (rest + text).split("\n");
    rest = parts.pop() ?? "";
    lines.push(...parts);
  });
  return lines;
}
