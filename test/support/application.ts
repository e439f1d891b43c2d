import { spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { fileURLToPath } from "node:url";

/** What the application has seen of the configuration. */
export interface Seen {
  readonly requests: readonly SeenRequest[];
  readonly recordedRoots: number;
}

/** One request that came in. */
export interface SeenRequest {
  readonly recording: boolean;
  readonly traceId: string;
  /** What it would send with a request of its own. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface ApplicationOptions {
  /** File of the program. @default `application.mjs` */
  readonly program?: string;
  /** Everything that is set: nothing is inherited. */
  readonly env?: Readonly<Record<string, string>>;
  /** Module to load before it. @default the SDK's own, by its public name */
  readonly preload?: string;
  /** Working directory. @default a folder without `.env` */
  readonly cwd?: string;
  /** The process is killed then. @default 20 000 */
  readonly deadlineMs?: number;
  /** Runs until {@link Application.endInput}. @default false */
  readonly stay?: boolean;
}

/** A process of the application that may still run. */
export interface Application {
  /** Settles when a line of either stream matches, or the process has ended. */
  line(pattern: RegExp): Promise<void>;
  endInput(): void;
  readonly ended: Promise<EndedApplication>;
}

export interface EndedApplication {
  /** Null when a signal ended it. */
  readonly code: number | null;
  /** True when it was killed at the deadline. */
  readonly overdue: boolean;
  readonly output: readonly string[];
  readonly errors: readonly string[];
  /** Undefined when it did not get so far. */
  readonly seen: Seen | undefined;
  readonly durationMs: number;
}

/** The preload that a user writes: `node --import @agent-otel/sdk/register`. */
export const REGISTER: string = import.meta.resolve("@agent-otel/sdk/register");

/** Runs the application to its end. */
export function runApplication(options: ApplicationOptions = {}): Promise<EndedApplication> {
  return startApplication(options).ended;
}

/** Starts the application with nothing but `env` set. */
export function startApplication({
  program = source,
  env = {},
  preload = REGISTER,
  cwd = import.meta.dirname,
  deadlineMs = 20_000,
  stay = false,
}: ApplicationOptions = {}): Application {
  const started = performance.now();
  const child = spawn(process.execPath, ["--import", preload, program], {
    cwd,
    env: { ...(stay && { APP_STAY: "true" }), ...env },
    stdio: "pipe",
    timeout: deadlineMs,
    killSignal: "SIGKILL",
  });
  if (!stay) child.stdin.end();
  const news = new EventEmitter();
  const output = collectLines(child.stdout, news);
  const errors = collectLines(child.stderr, news);
  const life = { running: true };
  const ended = once(child, "close").then(([code, signal]): EndedApplication => {
    life.running = false;
    news.emit("line");
    const durationMs = performance.now() - started;
    const overdue = signal === "SIGKILL" && durationMs >= deadlineMs;
    return { code, overdue, output, errors, seen: readSeen(output), durationMs };
  });
  return {
    line: async (pattern) => {
      const found = (): boolean => [...output, ...errors].some((text) => pattern.test(text));
      // oxlint-disable-next-line no-await-in-loop -- each round waits for the next line
      while (life.running && !found()) await once(news, "line");
    },
    endInput: () => void child.stdin.end(),
    ended,
  };
}

const source = fileURLToPath(new URL("application.mjs", import.meta.url));
const SEEN = "seen: ";

/** The last line counts even without its end. */
function collectLines(stream: NodeJS.ReadableStream, news: EventEmitter): string[] {
  const lines: string[] = [];
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (text: string) => {
    const parts = (rest + text).split("\n");
    rest = parts.pop() ?? "";
    lines.push(...parts);
    news.emit("line");
  });
  stream.on("end", () => {
    if (rest !== "") lines.push(rest);
  });
  return lines;
}

function readSeen(output: readonly string[]): Seen | undefined {
  const line = output.find((text) => text.startsWith(SEEN));
  return line === undefined ? undefined : JSON.parse(line.slice(SEEN.length));
}
