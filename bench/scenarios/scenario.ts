import type { Contender, ContenderName, Signals } from "../contenders.ts";
import type { Application } from "../process/application.ts";
import type { Sink } from "../process/sink.ts";

/** The name of a scenario, as `--scenario` takes it. */
export type ScenarioName = (typeof scenarioNames)[number];

/** All scenarios in the order in which they run. */
export const scenarioNames = [
  "span",
  "request",
  "overload",
  "content",
  "rate",
  "dead",
  "spans-per-request",
  "startup",
  "startup-all",
  "genai",
  "genai-all",
] as const;

/** A figure that a scenario takes. */
export interface Metric {
  readonly id: string;
  /** Column title, with the unit. */
  readonly title: string;
  /** Digits behind the point. */
  readonly digits: number;
  /** For the choice of the best peer. */
  readonly better: "higher" | "lower";
  /** Instead of being measured: this metric less the bare application's in the same round. */
  readonly addedTo?: string;
}

/** The figures of one contender in one round, by metric; a metric without meaning there is left out. */
export type Sample = Readonly<Record<string, number | undefined>>;

/** The figures of all contenders, each in the order of the rounds. */
export type Samples = ReadonlyMap<ContenderName, readonly Sample[]>;

/** A thing to measure. */
export interface Scenario {
  readonly name: ScenarioName;
  /** What is done, in a sentence. */
  readonly title: string;
  readonly metrics: readonly Metric[];
  run(rig: Rig): Promise<Samples>;
}

/** What a scenario has at hand. */
export interface Rig {
  /** Who takes part; the bare application first. */
  readonly contenders: readonly Contender[];
  /** A short run: fewer and shorter rounds. */
  readonly quick: boolean;
  /** Rounds instead of the scenario's own number. */
  readonly rounds: number | undefined;
  readonly sink: Sink;
  readonly signal: AbortSignal;
  /** Shows where the scenario is. */
  readonly detail: (text: string) => void;
  /** Says something that whoever reads the figures must know; the same thing is said once. */
  readonly note: (text: string) => void;
  start(contender: Contender, options?: StartOptions): Promise<Application>;
}

/** How {@link Rig.start} starts an application. */
interface StartOptions {
  /** @default "traces" */
  readonly signals?: Signals;
  /** Where telemetry goes. @default the sink */
  readonly receiverUrl?: string;
  /** @default false */
  readonly countModules?: boolean;
}
