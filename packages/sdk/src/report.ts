import { writeSync } from "node:fs";
import type { LogLevel, OtlpProtocol } from "./config/config.ts";
import type { Signal } from "./env/otlp-variables.ts";
import { withoutCredentials } from "./config/url.ts";
import { formatProblem, type Problem, toOneLine } from "./env/problem.ts";
import { explainFailure, printable } from "./export/explain-failure.ts";
import type { Loss } from "./export/ledger.ts";
import { LossLines } from "./report-losses.ts";
import { OutageLines } from "./report-outages.ts";

/** One export that has ended. */
export interface ExportOutcome {
  readonly signal: Signal;
  readonly url: string;
  readonly protocol: OtlpProtocol;
  /** Spans, metric points or log records in it. */
  readonly items: number;
}

/** Tells the operator, in single lines on stderr, what the SDK could not do. */
export interface Report {
  /** A fault in the configuration: told at every level but `none`. */
  problem(problem: Problem): void;
  warn(message: string): void;
  /** A line at level `info`. */
  info(message: string): void;
  /** The problems and the refusal to start with them, whatever the level. */
  refuse(problems: readonly Problem[]): void;
  /** A line of OpenTelemetry's own components; their logger has applied OTEL_LOG_LEVEL already. */
  log(message: string): void;
  /** Notes an export that goes on, so that one which never ends is not lost in silence. */
  exportBegun(outcome: ExportOutcome): void;
  /** An attempt could not connect; it is repeated, and nothing is lost yet. As {@link attemptFailed}. */
  connectFailed(outcome: ExportOutcome, error: unknown): void;
  /**
   * An attempt failed; it is repeated, and nothing is lost yet. The first of an outage is a line, and the first that wants
   * another remedy; for each endpoint and remedy at most one a minute.
   */
  attemptFailed(outcome: ExportOutcome, error: unknown): void;
  /** The endpoint has taken everything, with a remark in its own words; at most a line a minute. */
  serverWarned(outcome: ExportOutcome, message: string): void;
  /** What the ledger has counted as lost. A line for each cause and endpoint within a second, at most one a minute. */
  lost(loss: Loss): void;
  /** Ends an outage of the endpoint, if there was one. */
  exported(outcome: ExportOutcome): void;
  /** Counts the items as lost. As {@link attemptFailed}, and as long as it goes on a line a minute with what was lost. */
  exportFailed(outcome: ExportOutcome, error: unknown): void;
  /** True for an error that {@link exportFailed} has seen. */
  knows(error: unknown): boolean;
  /** The last lines: what an outage that still goes on has cost, and all that was lost for other reasons. */
  close(): void;
}

/** Where the lines go and what time it is; both given by tests. */
export interface ReportOptions {
  /** @default OTEL_LOG_LEVEL */
  readonly level: LogLevel;
  /** Writes one line. @default stderr */
  readonly write?: (line: string) => void;
  /** Milliseconds that never run backwards. @default performance.now */
  readonly now?: () => number;
}

/** Creates the report. Nothing is printed at level `none`, and only problems of the SDK itself at `error`. */
export function createReport(options: ReportOptions): Report {
  return new StderrReport(options);
}

const QUIET_MS = 60_000;

class StderrReport implements Report {
  readonly #level: LogLevel;
  readonly #write: (line: string) => void;
  readonly #now: () => number;
  /** When each endpoint's last warning was printed, by URL. */
  readonly #lastWarned = new Map<string, number>();
  readonly #known = new WeakSet<object>();
  readonly #underWay = new Set<ExportOutcome>();
  readonly #outages: OutageLines;
  readonly #losses: LossLines;

  constructor({ level, write = writeToStderr, now = () => performance.now() }: ReportOptions) {
    this.#level = level;
    this.#write = write;
    this.#now = now;
    this.#outages = new OutageLines({ now, quietMs: QUIET_MS });
    this.#losses = new LossLines({ now, quietMs: QUIET_MS, tell: (line) => this.warn(line) });
  }

  problem(problem: Problem): void {
    if (this.#level !== "none") this.log(formatProblem(problem));
  }

  info(message: string): void {
    if (["info", "debug", "verbose", "all"].includes(this.#level)) this.log(message);
  }

  refuse(problems: readonly Problem[]): void {
    for (const problem of problems) this.log(formatProblem(problem));
    const what = problems.length === 1 ? "this problem" : `these ${problems.length} problems`;
    this.log(`AGENT_OTEL_STRICT is true: the process does not start with ${what} (exit code 78).`);
  }

  warn(message: string): void {
    if (this.#level === "none" || this.#level === "error") return;
    this.log(message);
  }

  log(message: string): void {
    this.#write(`agent-otel: ${toOneLine(message)}`);
  }

  exportBegun(outcome: ExportOutcome): void {
    this.#underWay.add(outcome);
  }

  connectFailed(outcome: ExportOutcome, error: unknown): void {
    const failure = explainFailure(error, outcome.protocol);
    this.#tell(this.#outages.failed(outcome, { ...failure, kind: "connection" }, 0));
  }

  attemptFailed(outcome: ExportOutcome, error: unknown): void {
    this.#tell(this.#outages.failed(outcome, explainFailure(error, outcome.protocol), 0));
  }

  serverWarned({ url }: ExportOutcome, message: string): void {
    const last = this.#lastWarned.get(url);
    if (last !== undefined && this.#now() - last < QUIET_MS) return;
    this.#lastWarned.set(url, this.#now());
    this.warn(`${withoutCredentials(url)} took everything, but says: ${printable(message).trim()}`);
  }

  lost(loss: Loss): void {
    this.#losses.add(loss);
    this.#outages.lost(loss);
  }

  exported(outcome: ExportOutcome): void {
    this.#underWay.delete(outcome);
    for (const line of this.#outages.worked(outcome.url)) this.warn(line);
  }

  exportFailed(outcome: ExportOutcome, error: unknown): void {
    this.#underWay.delete(outcome);
    if (typeof error === "object" && error !== null) this.#known.add(error);
    const failure = explainFailure(error, outcome.protocol);
    this.#tell(this.#outages.failed(outcome, failure, outcome.items));
  }

  knows(error: unknown): boolean {
    return typeof error === "object" && error !== null && this.#known.has(error);
  }

  close(): void {
    for (const outcome of this.#underWay) this.#outages.unfinished(outcome);
    this.#underWay.clear();
    this.#losses.tellHeld();
    const { lines, lost } = this.#outages.close();
    for (const line of lines) this.warn(line);
    this.#tell(this.#losses.total(lost));
  }

  #tell(line: string | undefined): void {
    if (line !== undefined) this.warn(line);
  }
}

function writeToStderr(line: string): void {
  try {
    writeSync(2, `${line}\n`);
  } catch {
    // A closed or full stderr leaves nobody to tell, and must not disturb the application.
  }
}
