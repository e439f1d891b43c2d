import type { Context } from "@opentelemetry/api";
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
  options: MeasurementOptions = {},
): void {
  guard(() => {
    const { context, version = genAiOptions().metricVersions[0] } = options;
    recordIn(metric, [version ?? "latest"], {
      values: [value],
      layers: [{ ...attributes }],
      context,
    });
  });
}

/**
 * Records measurements that have the same attributes, in each version that is asked for; a metric that versions share is
 * recorded once.
 *
 * @param layers Where attributes are looked for, the first that has one first.
 */
export function recordChoice(
  choice: MetricChoice,
  values: readonly number[],
  layers: readonly AttributeRecord[],
  context?: Context,
): void {
  const { latest, old } = choice;
  const { metricVersions } = genAiOptions();
  const measurements = { values, layers, context };
  if (latest === old) recordIn(latest, metricVersions, measurements);
  else {
    recordIn(latest, metricVersions.includes("latest") ? LATEST : [], measurements);
    recordIn(old, metricVersions.filter(isOld), measurements);
  }
}

const LATEST = ["latest"] as const;

function isOld(version: ConventionVersion): boolean {
  return version !== "latest";
}

interface Measurements {
  readonly values: readonly number[];
  readonly layers: readonly AttributeRecord[];
  readonly context: Context | undefined;
}

function recordIn(
  metric: MetricDefinition | undefined,
  [version, ...others]: readonly ConventionVersion[],
  { values, layers, context }: Measurements,
): void {
  if (metric === undefined || version === undefined) return;
  const instrument = getInstrument(metric);
  if (instrument === undefined) return;
  const allowed = pick(metric, layers);
  const named = inVersion(allowed, version);
  for (const other of others) Object.assign(named, inVersion(allowed, other));
  const usable = values.filter((value) => Number.isFinite(value) && value >= 0);
  if (usable.length > 0) instrument(usable, named, context);
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

function pick(metric: MetricDefinition, layers: readonly AttributeRecord[]): AttributeRecord {
  const result: Record<string, unknown> = {};
  for (const key of allowedAttributes(metric)) {
    const value = lookUp(layers, key);
    if (value !== undefined) result[key] = value;
  }
  return result;
}

function lookUp(layers: readonly AttributeRecord[], key: string): unknown {
  for (const layer of layers) {
    const value = layer[key];
    // A layer may have an attribute that is absent, and so hide it.
    if (value !== undefined || key in layer) return value;
  }
  return undefined;
}
