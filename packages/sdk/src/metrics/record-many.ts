import type { Attributes, Context, Histogram } from "@opentelemetry/api";

/**
 * Name of a method of this SDK's histograms: `(values, attributes, context) => void`. It is for measurements of which
 * there are many with the same attributes, such as the times between the chunks of one answer.
 */
export const RECORD_MANY: symbol = Symbol.for("@agent-otel record many");

/** Measurements with the same attributes. */
export interface Measurements {
  readonly values: readonly number[];
  readonly attributes: Attributes;
  readonly context: Context | undefined;
}

/**
 * Records measurements as upstream's histogram would one by one. Upstream looks up the series by its attributes as JSON
 * for each of them, which costs ten times as much as the rest; the first one makes sure that the series is there, and the
 * others go to it directly. Where upstream is not built as expected, they go its usual way.
 */
export function recordMany(
  histogram: Histogram,
  { values, attributes, context }: Measurements,
): void {
  const [first, ...others] = values;
  if (first === undefined) return;
  histogram.record(first, attributes, context);
  const series = others.length > 0 ? findSeries(histogram, attributes) : undefined;
  for (const value of others) {
    // What is no number or negative is upstream's to refuse.
    if (series === undefined || !(value >= 0)) histogram.record(value, attributes, context);
    else for (const one of series) one.record(value);
  }
}

/** Where upstream adds the measurements with these attributes up: once for each reader and view. */
interface Series {
  record(value: number): void;
}

function findSeries(histogram: Histogram, attributes: Attributes): readonly Series[] | undefined {
  const storage = part(histogram, "_writableMetricStorage");
  const several = part(storage, "_backingStorages");
  const series: Series[] = [];
  for (const one of Array.isArray(several) ? several : [storage]) {
    // With a view that changes attributes, these are not those of the series.
    if (part(one, "hasAttributeProcessor") !== false) return undefined;
    const active = part(part(one, "_deltaMetricStorage"), "_activeCollectionStorage");
    const found = isStore(active) ? active.get(attributes) : undefined;
    // None: there are too many series, and the overflow has it.
    if (!isSeries(found)) return undefined;
    series.push(found);
  }
  return series;
}

function part(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function isStore(value: unknown): value is { get(key: Attributes): unknown } {
  return typeof part(value, "get") === "function";
}

function isSeries(value: unknown): value is Series {
  return typeof part(value, "record") === "function";
}
