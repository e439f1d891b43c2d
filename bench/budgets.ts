import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type ContenderName, contenders } from "./contenders.ts";
import type { Figure, ScenarioResult } from "./results.ts";
import type { ScenarioName } from "./scenarios/scenario.ts";
import { spread } from "./statistics.ts";

/** A promise about ours; budgets.json holds them. Medians count, unless `as` says otherwise. */
export interface Budget {
  readonly name: string;
  readonly scenario: ScenarioName;
  /** One metric; several for `spread`. */
  readonly metrics: readonly string[];
  /**
   * What is compared with the limit: the value, the worst round, ours divided by another's, ours less
   * another's, or the largest deviation among several metrics from their mean.
   */
  readonly as: "difference" | "ratio" | "spread" | "value" | "worst";
  /** For `ratio` and `difference`: whose. The best peer is the best of all others but the bare one. */
  readonly against?: ContenderName | "best peer";
  readonly max?: number;
  readonly min?: number;
}

/** What became of a promise. */
export interface Verdict {
  readonly budget: Budget;
  /** `not run`: the scenario or the contender did not take part. `unclear`: what it divides by is not above 0. */
  readonly outcome: "kept" | "missed" | "not run" | "unclear";
  readonly actual?: number;
  /** Whom ours was compared with. */
  readonly against?: ContenderName;
}

/** The promises of bench/budgets.json. */
export function readBudgets(): readonly Budget[] {
  const budgets: readonly Budget[] = JSON.parse(
    readFileSync(join(import.meta.dirname, "budgets.json"), "utf8"),
  );
  return budgets;
}

/** Compares each promise with the results. */
export function judge(
  budgets: readonly Budget[],
  results: readonly ScenarioResult[],
): readonly Verdict[] {
  return budgets.map((budget) => {
    const result = results.find(({ name }) => name === budget.scenario);
    const ours = budget.metrics.map((metric) => result?.figures["ours"]?.[metric]);
    const measured = ours.filter((figure) => figure !== undefined);
    const [first] = measured;
    if (result === undefined || first === undefined || measured.length < ours.length) {
      return { budget, outcome: "not run" };
    }
    if (budget.against !== undefined) return compare(budget, result, first);
    return decide(budget, measure(budget, first, measured));
  });
}

/**
 * Whether a run is to fail: a promise was missed or cannot be told from noise, or was not measured although the
 * run was to be whole.
 */
export function hasMissed(
  verdicts: readonly Verdict[],
  { whole }: { readonly whole: boolean },
): boolean {
  return verdicts.some(({ outcome }) => outcome !== "kept" && (whole || outcome !== "not run"));
}

function compare(budget: Budget, result: ScenarioResult, ours: Figure): Verdict {
  const against = opponent(budget, result);
  const metric = budget.metrics[0] ?? "";
  const theirs = against && result.figures[against]?.[metric];
  if (against === undefined || theirs === undefined) return { budget, outcome: "not run" };
  if (budget.as === "difference") {
    return { ...decide(budget, ours.median - theirs.median), against };
  }
  if (theirs.median <= 0) return { budget, outcome: "unclear", against };
  return { ...decide(budget, ours.median / theirs.median), against };
}

function opponent({ against, metrics }: Budget, result: ScenarioResult): ContenderName | undefined {
  if (against !== "best peer") return against;
  const better = result.metrics.find(({ id }) => id === metrics[0])?.better;
  const sign = better === "higher" ? -1 : 1;
  const peers = Object.values(contenders).filter(({ name }) => name !== "bare" && name !== "ours");
  const ranked = peers
    .map(({ name }) => ({ name, figure: result.figures[name]?.[metrics[0] ?? ""] }))
    .filter(({ figure }) => figure !== undefined)
    .toSorted((a, b) => sign * ((a.figure?.median ?? 0) - (b.figure?.median ?? 0)));
  return ranked[0]?.name;
}

function measure({ as }: Budget, first: Figure, all: readonly Figure[]): number {
  if (as === "worst") return first.max;
  if (as === "value") return first.median;
  return spread(all.map(({ median }) => median));
}

function decide(budget: Budget, actual: number): Verdict {
  const { max = Infinity, min = -Infinity } = budget;
  // NaN, too, is no promise kept.
  const kept = actual <= max && actual >= min;
  return { budget, outcome: kept ? "kept" : "missed", actual };
}
