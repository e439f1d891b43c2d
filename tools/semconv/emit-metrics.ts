import type { Facts, MetricFact } from "./facts.ts";
import { goneMetrics } from "./gone-metrics.ts";
import { constantCase, doc, HEADER, wordsFor } from "./names.ts";
import { sortUses, usesType } from "./uses.ts";
import { metricWords } from "./words/signals.ts";

/** `metric-names.ts`: a constant for each metric name. */
export function emitMetricNames(facts: Facts): string {
  const lines = allMetrics(facts).map((metric) => {
    const text = `${wordsFor(metricWords, metric.name)}, as a ${metric.instrument} in \`${metric.unit}\`.`;
    const gone =
      metric.until === undefined ? undefined : "@deprecated It was split; convention 1.41 has it.";
    return `${doc(text, gone)}export const METRIC_${constantCase(metric.name)} = ${JSON.stringify(metric.name)};\n`;
  });
  return HEADER + lines.join("");
}

/** `metric-definitions.ts`: what the conventions say of each metric. */
export function emitMetricDefinitions(facts: Facts): string {
  const metrics = allMetrics(facts);
  const definitions = metrics.map((metric) => {
    const definition = {
      name: metric.name,
      instrument: metric.instrument,
      unit: metric.unit,
      description: wordsFor(metricWords, metric.name),
      valueType: metric.value_type,
      buckets: metric.bucket_boundaries ?? [],
      stability: metric.stability,
      level: metric.requirement_level,
      ...(metric.until === undefined ? {} : { until: metric.until }),
      ...sortUses(withRefinements(metric, facts)),
    };
    const name = JSON.stringify(metric.name);
    return `${doc(`${definition.description}: the definition of the metric.`)}export const ${metricConstant(metric.name)}: MetricDefinition<${name}> = ${JSON.stringify(definition)};\n`;
  });
  return [
    HEADER,
    `import type { MetricDefinition } from "../definitions.ts";\n`,
    ...definitions,
    doc("All metrics of the conventions, and those of 1.41 that were split since."),
    `export const METRIC_DEFINITIONS: readonly MetricDefinition[] = [${metrics.map(({ name }) => metricConstant(name)).join(", ")}];\n`,
  ].join("\n");
}

/** `metric-types.ts`: the attributes of each metric's points. */
export function emitMetricTypes(facts: Facts): string {
  const members = allMetrics(facts).map((metric) => {
    const allowed = withRefinements(metric, facts).filter((use) => use.requirement !== "opt_in");
    return `readonly ${JSON.stringify(metric.name)}: ${usesType(allowed)};\n`;
  });
  return [
    HEADER,
    `import type { AttributeTypes } from "./attribute-types.ts";\n`,
    doc("The attributes that a point of each metric may carry, by the metric's name."),
    `export interface MetricAttributes {\n${members.join("")}}\n`,
  ].join("\n");
}

/** A provider's additions are allowed on the metric itself: one instrument serves all providers. */
function withRefinements(metric: MetricFact, facts: Facts): MetricFact["attributes"] {
  const added = facts.metric_refinements
    .filter(({ refines }) => refines === metric.name)
    .flatMap(({ attributes }) => attributes);
  return [...metric.attributes, ...added];
}

type AnyMetric = MetricFact & { readonly until?: string };

function allMetrics(facts: Facts): readonly AnyMetric[] {
  const all: readonly AnyMetric[] = [...facts.metrics, ...goneMetrics(facts)];
  return all.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function metricConstant(name: string): string {
  return constantCase(name);
}
