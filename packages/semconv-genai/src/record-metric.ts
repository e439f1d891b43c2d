import type { Attributes, Context } from "@opentelemetry/api";
import { inVersion } from "./attribute-record.ts";
import type { AttributeRecord } from "./attribute-record.ts";
import type { MetricDefinition, MetricName } from "./definitions.ts";
import type { MetricAttributes } from "./generated/metric-types.ts";
import { guard } from "./guard.ts";
import { genAiOptions } from "./options.ts";
import type { ConventionVersion } from "./options.ts";
import { getInstrument } from "./scope.ts";

/** The metric that a version has for the same measurement; undefined where it has none. */
export interface MetricChoice {
  readonly latest: MetricDefinition | undefined;
  /** For `1.36` and `1.41`. */
  readonly old: MetricDefinition | undefined;
}

/** What a measurement may be told besides its attributes. */
export interface MeasurementOptions {
  /** Context of the measurement, for exemplars. @default the active context */
  readonly context?: Context | undefined;
  /** @default the first of `metricVersions` of {@link configureGenAi} */
  readonly version?: ConventionVersion | undefined;
}

/**
 * Records one measurement of a metric with the instrument, unit and buckets of the conventions, at the global meter
 * provider. Attributes that the metric does not list are left out, so that none with a value per call adds series. A
 * value that is negative or no number is not recorded. Never throws.
 *
 * @example
 * recordMetric(GEN_AI_EXECUTE_TOOL_DURATION, 0.2, { "gen_ai.tool.name": "search" });
 */
export function recordMetric<Name extends MetricName>(
  metric: MetricDefinition<Name>,
  value: number,
  attributes: MetricAttributes[Name],
  { context, version = genAiOptions().metricVersions[0] }: MeasurementOptions = {},
): void {
  guard(() => {
    const allowed = pick(metric, { ...attributes });
    measure(metric, value, inVersion(allowed, version ?? "latest"), context);
  });
}

/** Records one measurement in each version that is asked for; a metric that versions share is recorded once. */
export function recordChoice(
  choice: MetricChoice,
  value: number,
  attributes: AttributeRecord,
  context?: Context,
): void {
  const versions = genAiOptions().metricVersions;
  const shared = choice.latest === choice.old;
  for (const metric of shared ? [choice.latest] : [choice.latest, choice.old]) {
    if (metric === undefined) continue;
    const allowed = pick(metric, attributes);
    const named: Attributes = {};
    let wanted = false;
    for (const version of versions) {
      if (!shared && (version === "latest") !== (metric === choice.latest)) continue;
      wanted = true;
      Object.assign(named, inVersion(allowed, version));
    }
    if (wanted) measure(metric, value, named, context);
  }
}

/** The attributes that a metric lists. */
export function allowedAttributes(metric: MetricDefinition): readonly string[] {
  let names = allowedNames.get(metric);
  if (names === undefined) {
    const { required, conditional, recommended } = metric;
    names = [...new Set([...required, ...Object.keys(conditional), ...Object.keys(recommended)])];
    allowedNames.set(metric, names);
  }
  return names;
}

const allowedNames = new WeakMap<MetricDefinition, readonly string[]>();

function pick(metric: MetricDefinition, from: AttributeRecord): AttributeRecord {
  const result: Record<string, unknown> = {};
  for (const key of allowedAttributes(metric)) {
    const value = from[key];
    if (value !== undefined) result[key] = value;
  }
  return result;
}

function measure(
  metric: MetricDefinition,
  value: number,
  attributes: Attributes,
  context: Context | undefined,
): void {
  if (!Number.isFinite(value) || value < 0) return;
  getInstrument(metric)?.(value, attributes, context);
}
