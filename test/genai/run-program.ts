import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { startOtlpReceiver, type OtlpReceiver } from "../support/otlp-receiver.ts";

/** How a program that calls a client is run. */
export interface ProgramOptions {
  /** File in `programs`. */
  readonly program: string;
  readonly args: readonly string[];
  /** What is set beside what names the receiver. */
  readonly env?: Readonly<Record<string, string>>;
  /** Modules to load before it. @default that of the SDK */
  readonly imports?: readonly string[];
}

/** What came of a run. */
export interface ProgramRun {
  readonly code: number | null;
  /** What the program says of each form, by the form's name, in the order in which it says it. */
  readonly outcomes: ReadonlyMap<string, unknown>;
  /** The classes of the rejections that nobody handled. */
  readonly unhandled: unknown;
  readonly stderr: string;
}

/** Runs a program without telemetry. */
export function runBare({ program, args }: ProgramOptions): Promise<ProgramRun> {
  return run({ program, args }, []);
}

/** A run with the SDK, and what it has sent. */
export interface TracedRun extends ProgramRun {
  readonly receiver: OtlpReceiver;
}

/** Runs a program with the SDK, which sends all signals to a receiver of its own. */
export async function runTraced(options: ProgramOptions): Promise<TracedRun> {
  const receiver = await startOtlpReceiver();
  const { imports = [REGISTER] } = options;
  try {
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, ...options.env };
    return { ...(await run({ ...options, env }, imports)), receiver };
  } finally {
    receiver.close();
  }
}

/** The preload that a user writes: `node --import @agent-otel/sdk/register`. */
export const REGISTER: string = import.meta.resolve("@agent-otel/sdk/register");
const DEADLINE_MS = 60_000;

async function run(
  { program, args, env = {} }: ProgramOptions,
  imports: readonly string[],
): Promise<ProgramRun> {
  const file = fileURLToPath(new URL(`programs/${program}`, import.meta.url));
  const flags = ["--expose-gc", ...imports.flatMap((module) => ["--import", module])];
  const child = spawn(process.execPath, [...flags, file, ...args], {
    cwd: import.meta.dirname,
    env,
    stdio: ["ignore", "pipe", "pipe"],
    timeout: DEADLINE_MS,
    killSignal: "SIGKILL",
  });
  const ended = new Promise<number | null>((resolve) => void child.once("close", resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const lines = stdout.split("\n");
  const outcomes = lines.flatMap((line): readonly (readonly [string, unknown])[] => {
    const outcome = after("outcome: ", line);
    return outcome === undefined ? [] : [[outcome.form, outcome.seen]];
  });
  return {
    code: await ended,
    outcomes: new Map(outcomes),
    unhandled: lines.map((line) => after("unhandled: ", line)).find(Boolean),
    stderr,
  };
}

function after(prefix: string, line: string): { form: string; seen: unknown } | undefined {
  return line.startsWith(prefix) ? JSON.parse(line.slice(prefix.length)) : undefined;
}
