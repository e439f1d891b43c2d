import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { constants } from "node:os";
import { programPaths } from "./paths.ts";
import type { Settings } from "./settings.ts";

/** The backend, under `agent-otel dev` unless its telemetry goes elsewhere. */
export interface RunningBackend {
  /** Resolves when it ended; 128 + n after signal n. */
  readonly exitCode: Promise<number>;
  /** Aborted when it ended. */
  readonly ended: AbortSignal;
  /** Passes a signal on, unless the terminal has sent it to the whole process group. */
  signal(name: NodeJS.Signals): void;
  /** Resolves to whether a trace was printed within 10 s; at once where nothing prints. */
  tracePrinted(traceId: string): Promise<boolean>;
  /** The port of the Tempo API, where there is one. */
  tempoPort(): number | undefined;
}

/** Starts it. */
export function startBackend({ endpoint, port }: Settings, env: NodeJS.ProcessEnv): RunningBackend {
  const program = [process.execPath, "--import", "@agent-otel/sdk/register", "dist/main.js"];
  const embedded = endpoint === undefined;
  const args = embedded ? [programPaths.cli, "dev", "--", ...program] : program.slice(1);
  const child = spawn(process.execPath, args, {
    cwd: programPaths.backend,
    env: port === undefined ? env : { ...env, PORT: String(port) },
    stdio: embedded ? ["inherit", "inherit", "inherit", "ipc"] : "inherit",
  });
  const ended = new AbortController();
  const exitCode = waitForExit(child).finally(() => ended.abort());
  const messages = embedded ? receiveMessages(child, ended.signal) : undefined;
  return {
    exitCode,
    ended: ended.signal,
    signal(name) {
      if (name === "SIGTERM" || !onTerminal()) child.kill(name);
    },
    tracePrinted: (traceId) => messages?.tracePrinted(traceId) ?? Promise.resolve(false),
    tempoPort: () => messages?.tempoPort(),
  };
}

const printDeadlineMs = 10_000;

function onTerminal(): boolean {
  return process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
}

function waitForExit(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      resolve(signal === null ? (code ?? 1) : 128 + constants.signals[signal]);
    });
  });
}

function receiveMessages(
  child: ChildProcess,
  ended: AbortSignal,
): Pick<RunningBackend, "tracePrinted" | "tempoPort"> {
  const printed = new Set<string>();
  const waiting = new Map<string, () => void>();
  let tempoPort: number | undefined;
  child.on("message", (message: unknown) => {
    if (typeof message !== "object" || message === null) return;
    if ("traceId" in message && typeof message.traceId === "string") {
      printed.add(message.traceId);
      waiting.get(message.traceId)?.();
    }
    if ("ports" in message) tempoPort = readTempoPort(message.ports);
  });
  return {
    tempoPort: () => tempoPort,
    tracePrinted: (traceId) =>
      new Promise((resolve) => {
        if (printed.has(traceId)) return resolve(true);
        const settle = (): void => {
          clearTimeout(deadline);
          waiting.delete(traceId);
          resolve(printed.has(traceId));
        };
        const deadline = setTimeout(settle, printDeadlineMs);
        waiting.set(traceId, settle);
        ended.addEventListener("abort", settle, { once: true });
      }),
  };
}

function readTempoPort(ports: unknown): number | undefined {
  if (typeof ports !== "object" || ports === null || !("tempo" in ports)) return undefined;
  return typeof ports.tempo === "number" ? ports.tempo : undefined;
}
