import { writeSync } from "node:fs";
import type { LogLevel, OtlpProtocol } from "./config/config.ts";
import type { Signal } from "./env/otlp-variables.ts";
import { withoutCredentials } from "./config/url.ts";
import { formatProblem, type Problem, toOneLine } from "./env/problem.ts";
import { explainFailure, type Failure, printable } from "./export/explain-failure.ts";
import type { Loss } from "./export/ledger.ts";
import { listItems, LossLines, noItems } from "./report-losses.ts";

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
  /** An attempt could not connect; it is repeated, and nothing is lost yet. The first of an outage is a line. */
  connectFailed(outcome: ExportOutcome, error: unknown): void;
  /** An attempt failed; it is repeated, and nothing is lost yet. The first of an outage is a line. */
  attemptFailed(outcome: ExportOutcome, error: unknown): void;
  /** The endpoint has taken everything, with a remark in its own words; at most a line a minute. */
  serverWarned(outcome: ExportOutcome, message: string): void;
  /** What the ledger has counted as lost. A line for each cause, at most one a minute. */
  lost(loss: Loss): void;
  /** Ends an outage of the endpoint, if there was one. */
  exported(outcome: ExportOutcome): void;
  /** Counts the items as lost; the first failure of an outage is a line. */
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

interface Outage {
  readonly since: number;
  readonly lost: Record<Signal, number>;
  /** False when the line was withheld because another was printed less than a minute before. */
  readonly told: boolean;
}

const QUIET_MS = 60_000;

class StderrReport implements Report {
  readonly #level: LogLevel;
  readonly #write: (line: string) => void;
  readonly #now: () => number;
  /** By URL when the endpoint answers and refuses, by origin when it cannot be talked to. */
  readonly #outages = new Map<string, Outage>();
  readonly #lastTold = new Map<string, number>();
  readonly #known = new WeakSet<object>();
  readonly #underWay = new Set<ExportOutcome>();
  readonly #losses: LossLines;

  constructor({ level, write = writeToStderr, now = () => performance.now() }: ReportOptions) {
    this.#level = level;
    this.#write = write;
    this.#now = now;
    this.#losses = new LossLines({ now, quietMs: QUIET_MS });
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
    const key = originOf(outcome.url);
    if (this.#outages.has(key)) return;
    const { told } = this.#begin(key);
    if (told) this.#tell(outcome, explainFailure(error, outcome.protocol));
  }

  attemptFailed(outcome: ExportOutcome, error: unknown): void {
    const failure = explainFailure(error, outcome.protocol);
    const key = keyOf(outcome, failure);
    if (this.#outages.has(key)) return;
    const { told } = this.#begin(key);
    if (told) this.#tell(outcome, failure);
  }

  serverWarned({ url }: ExportOutcome, message: string): void {
    const key = `warning of ${url}`;
    const last = this.#lastTold.get(key);
    if (last !== undefined && this.#now() - last < QUIET_MS) return;
    this.#lastTold.set(key, this.#now());
    this.warn(`${withoutCredentials(url)} took everything, but says: ${printable(message).trim()}`);
  }

  lost(loss: Loss): void {
    const line = this.#losses.add(loss);
    if (line !== undefined) this.warn(line);
    const { signal, items, cause, url } = loss;
    if (url === undefined || !ofOutages.has(cause)) return;
    const key = originOf(url);
    const outage = this.#outages.get(key) ?? this.#outages.get(url);
    if (outage !== undefined) outage.lost[signal] += items;
    else if (cause === "shutdown") this.#begin(key).lost[signal] += items;
  }

  exported(outcome: ExportOutcome): void {
    this.#underWay.delete(outcome);
    const { url } = outcome;
    if (this.#outages.size === 0) return;
    for (const key of [originOf(url), url]) {
      const outage = this.#outages.get(key);
      if (outage === undefined) continue;
      this.#outages.delete(key);
      const seconds = Math.max(1, Math.round((this.#now() - outage.since) / 1000));
      if (outage.told) {
        this.warn(
          `export to ${withoutCredentials(key)} works again after ${seconds} s; lost meanwhile: ${listItems(outage.lost)}.`,
        );
      }
    }
  }

  exportFailed(outcome: ExportOutcome, error: unknown): void {
    this.#underWay.delete(outcome);
    if (typeof error === "object" && error !== null) this.#known.add(error);
    const failure = explainFailure(error, outcome.protocol);
    const key = keyOf(outcome, failure);
    const known = this.#outages.get(key);
    const outage = known ?? this.#begin(key);
    outage.lost[outcome.signal] += outcome.items;
    if (known === undefined && outage.told) this.#tell(outcome, failure);
  }

  knows(error: unknown): boolean {
    return typeof error === "object" && error !== null && this.#known.has(error);
  }

  close(): void {
    for (const outcome of this.#underWay) {
      const key = originOf(outcome.url);
      const outage = this.#outages.get(key) ?? this.#outages.get(outcome.url) ?? this.#begin(key);
      outage.lost[outcome.signal] += outcome.items;
    }
    this.#underWay.clear();
    const told = noItems();
    for (const [key, { lost }] of this.#outages) {
      this.warn(
        `export to ${withoutCredentials(key)} has not worked to the end; lost: ${listItems(lost)}.`,
      );
      for (const signal of ["traces", "metrics", "logs"] as const) told[signal] += lost[signal];
    }
    this.#outages.clear();
    const total = this.#losses.total(told);
    if (total !== undefined) this.warn(total);
  }

  #tell({ signal, url }: ExportOutcome, { cause, remedy }: Failure): void {
    this.warn(`cannot export ${signal} to ${withoutCredentials(url)}: ${cause}. ${remedy}.`);
  }

  #begin(key: string): Outage {
    const since = this.#now();
    const last = this.#lastTold.get(key);
    const told = last === undefined || since - last >= QUIET_MS;
    if (told) this.#lastTold.set(key, since);
    const outage = { since, told, lost: noItems() };
    this.#outages.set(key, outage);
    return outage;
  }
}

/** Causes of loss that an endpoint which is away has. */
const ofOutages: ReadonlySet<Loss["cause"]> = new Set(["queue-full", "shutdown", "spool-full"]);

function keyOf({ url }: ExportOutcome, { kind }: Failure): string {
  return kind === "connection" ? originOf(url) : url;
}

function originOf(url: string): string {
  return new URL(url).origin;
}

function writeToStderr(line: string): void {
  try {
    writeSync(2, `${line}\n`);
  } catch {
    // A closed or full stderr leaves nobody to tell, and must not disturb the application.
  }
}
