import { METRIC_DEFINITIONS } from "../generated/metric-definitions.ts";
import { SIGNAL_RENAMES } from "../generated/renames.ts";
import type { MetricDefinition } from "../definitions.ts";
import { checkAttributes } from "./check-attributes.ts";
import { checkUses } from "./check-uses.ts";
import { findingsOf } from "./finding.ts";
import type { Finding, Report } from "./finding.ts";
import { rulesOf } from "./options.ts";
import type { Rules, ValidateOptions } from "./options.ts";

/** A metric to be validated. */
export interface MetricInput {
  readonly name: string;
  readonly unit?: string | undefined;
  /** What kind of points it has; absent where that is not known. */
  readonly instrument?: "histogram" | "counter" | "up_down_counter" | "gauge" | undefined;
  readonly points: readonly MetricPointInput[];
}

/** One point of a metric. */
export interface MetricPointInput {
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Bucket boundaries of a histogram; absent where it has none, as an exponential one. */
  readonly boundaries?: readonly number[] | undefined;
}

/** Reports what a metric does not keep of the conventions. Metrics outside their namespaces have no findings. */
export function validateMetric(metric: MetricInput, options?: ValidateOptions): readonly Finding[] {
  const rules = rulesOf(options);
  const { findings, report } = findingsOf(metric.name);
  const definition = METRIC_DEFINITIONS.find(({ name }) => name === metric.name);
  if (definition === undefined) {
    reportUnknown(metric.name, report);
    return findings;
  }
  if (rules.version === "latest" && definition.until !== undefined) {
    report(
      "warning",
      "deprecated",
      `${metric.name} was given up after ${definition.until}: use ${successors(metric.name)}`,
    );
  }
  if (rules.version !== "latest" && SPLIT.test(metric.name)) {
    report("info", "later_version", `${rules.version} does not have it`);
  }
  checkInstrument(metric, definition, report);
  for (const point of distinct(metric.points)) checkPoint(point, definition, { rules, report });
  return unique(findings);
}

/** Where convention 1.41 has one metric for all operations, later ones have these. */
const SPLIT = /^gen_ai\.client\.(?:inference|embeddings)\./;

function reportUnknown(name: string, report: Report): void {
  const renamed = SIGNAL_RENAMES.find(({ kind, from }) => kind === "metric" && from === name);
  if (renamed !== undefined) {
    report("warning", "deprecated", `${name} was given up: use ${renamed.to.join(", ")}`);
  } else if (/^(?:gen_ai|mcp)\./.test(name)) {
    report("warning", "unknown_signal", `${name} is no metric of the conventions`);
  }
}

function successors(name: string): string {
  const renamed = SIGNAL_RENAMES.find(({ kind, from }) => kind === "metric" && from === name);
  return renamed?.to.join(", ") ?? "its successor";
}

function checkInstrument(metric: MetricInput, definition: MetricDefinition, report: Report): void {
  if (metric.unit !== undefined && metric.unit !== definition.unit) {
    report(
      "error",
      "wrong_unit",
      `the unit must be ${definition.unit}, is ${JSON.stringify(metric.unit)}`,
    );
  }
  if (metric.instrument !== undefined && metric.instrument !== definition.instrument) {
    report(
      "error",
      "wrong_instrument",
      `it must be a ${definition.instrument}, is a ${metric.instrument}`,
    );
  }
}

function checkPoint(
  { attributes, boundaries }: MetricPointInput,
  definition: MetricDefinition,
  { rules, report }: { rules: Rules; report: Report },
): void {
  // Each attribute that is not listed multiplies the series.
  const known = checkAttributes(attributes, {
    rules,
    report,
    listed: [definition],
    unlisted: "warning",
  });
  checkUses(definition, { attributes: known, failed: false }, { rules, report });
  if (boundaries === undefined || definition.buckets.length === 0) return;
  if (String(boundaries) !== String(definition.buckets)) {
    report("info", "other_buckets", `the advised boundaries are ${definition.buckets.join(", ")}`);
  }
}

/** Points often differ in values only. */
function distinct(points: readonly MetricPointInput[]): readonly MetricPointInput[] {
  return [...new Map(points.map((point) => [JSON.stringify(point), point])).values()];
}

function unique(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [finding.message, finding])).values()];
}
