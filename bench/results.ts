import type { ContenderName } from "./contenders.ts";
import type { Metric, Sample, Samples, Scenario, ScenarioName } from "./scenarios/scenario.ts";
import { type Summary, summarize } from "./statistics.ts";

/** One metric of one contender: its values in the order of the rounds, and what they come to. */
export interface Figure extends Summary {
  readonly values: readonly number[];
}

/** The figures of one scenario. */
export interface ScenarioResult {
  readonly name: ScenarioName;
  readonly title: string;
  readonly metrics: readonly Metric[];
  /** By contender, then by metric; what a contender has no value for is left out. */
  readonly figures: Readonly<Partial<Record<ContenderName, Readonly<Record<string, Figure>>>>>;
}

/** Turns what the rounds of a scenario gave into figures. */
export function toResult({ name, title, metrics }: Scenario, samples: Samples): ScenarioResult {
  const bare = samples.get("bare") ?? [];
  const figures = new Map<ContenderName, Record<string, Figure>>();
  for (const [contender, rounds] of samples) {
    const own: Record<string, Figure> = {};
    for (const metric of metrics) {
      const values = valuesOf(metric, rounds, bare);
      const summary = summarize(values);
      if (summary !== undefined) own[metric.id] = { ...summary, values };
    }
    figures.set(contender, own);
  }
  return { name, title, metrics, figures: Object.fromEntries(figures) };
}

function valuesOf(
  { id, addedTo }: Metric,
  rounds: readonly Sample[],
  bare: readonly Sample[],
): readonly number[] {
  const values = rounds.map((sample, round) =>
    addedTo === undefined ? sample[id] : less(sample[addedTo], bare[round]?.[addedTo]),
  );
  return values.filter((value) => value !== undefined).map(roundOff);
}

function less(value: number | undefined, base: number | undefined): number | undefined {
  return value === undefined || base === undefined ? undefined : value - base;
}

/** Six digits are more than any of these figures has, and keep the file of results readable. */
function roundOff(value: number): number {
  return Number(value.toPrecision(6));
}
