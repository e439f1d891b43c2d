import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/** How a run of exit-source.mjs went. */
export interface ExitRun {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** What it wrote to stdout, without the times. */
  readonly output: readonly string[];
  /** What it wrote to stderr beside our lines, without what differs from run to run. */
  readonly errors: readonly string[];
  /** Our lines on stderr. */
  readonly lines: readonly string[];
  /** Milliseconds from the application's last work, or the signal, to the end of the process. */
  readonly delayMs: number;
}

/** What to run. */
export interface ExitOptions {
  readonly mode: string;
  /** Sent when the program says that it is ready; a number is a pause in milliseconds. @default none */
  readonly signals?: readonly (NodeJS.Signals | number)[];
  /** Variables of the SDK; absent: it is not there. */
  readonly env?: NodeJS.ProcessEnv;
  /** @default --import @agent-otel/sdk/register */
  readonly nodeOptions?: readonly string[];
}

/** A program that has not ended by then is killed. */
const LONGEST_RUN_MS = 30_000;

/** Runs exit-source.mjs to its end. */
export async function runToExit({
  mode,
  signals = [],
  env,
  nodeOptions = ["--import", "@agent-otel/sdk/register"],
}: ExitOptions): Promise<ExitRun> {
  const source = fileURLToPath(new URL("exit-source.mjs", import.meta.url));
  const options = env === undefined ? [] : nodeOptions;
  const child = spawn(process.execPath, [...options, source], {
    cwd: fileURLToPath(new URL("../..", import.meta.url)),
    env: { ...env, MODE: mode },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: LONGEST_RUN_MS,
    killSignal: "SIGKILL",
  });
  let output = "";
  let errors = "";
  let signalledAt = 0;
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    if (signals.length === 0 || signalledAt > 0 || !/^ready$/m.test(output)) return;
    signalledAt = Date.now();
    void send(child, signals);
  });
  const exited = once(child, "exit").then(() => Date.now());
  const [code, diedOf] = await once(child, "close");
  const last = [...output.matchAll(/^finished at (\d+)$/gm)].at(-1)?.[1];
  const ours = /^agent-otel: /;
  return {
    code,
    signal: diedOf,
    output: linesOf(output).map((line) => line.replace(/ at \d+$/, "")),
    errors: linesOf(errors)
      .filter((line) => !ours.test(line))
      // The frame that a handler which throws is called from.
      .filter((line) => !line.includes("/lifecycle/exception-watch."))
      .map((line) => line.replaceAll(/0x[0-9a-f]+|\(node:[\w/]+(?::\d+)*\)/g, "…")),
    lines: linesOf(errors).filter((line) => ours.test(line)),
    delayMs: (await exited) - (last === undefined ? signalledAt : Number(last)),
  };
}

async function send(
  child: ChildProcess,
  signals: readonly (NodeJS.Signals | number)[],
): Promise<void> {
  for (const signal of signals) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    if (typeof signal === "number") await pause(signal);
    else child.kill(signal);
  }
}

function linesOf(text: string): readonly string[] {
  return text.split("\n").filter((line) => line !== "");
}
