import { readFileSync } from "node:fs";

/** The conventions as data: `packages/semconv-genai/src/facts/genai-facts.json`. */
export interface Facts {
  readonly attributes: Readonly<Record<string, AttributeFact>>;
  readonly spans: readonly SpanFact[];
  readonly span_refinements: readonly RefinementFact[];
  readonly metrics: readonly MetricFact[];
  readonly metric_refinements: readonly RefinementFact[];
  readonly events: readonly EventFact[];
  readonly renames: readonly RenameFact[];
  readonly legacy: {
    readonly attributes: Readonly<Record<string, AttributeFact>>;
    readonly metrics: Readonly<
      Record<string, { readonly instrument: string; readonly unit: string }>
    >;
    readonly events: Readonly<Record<string, unknown>>;
  };
}

/** One attribute of the registry. */
export interface AttributeFact {
  readonly type: string;
  readonly stability: string;
  readonly members?: readonly { readonly value: string; readonly id: string }[];
  readonly examples?: readonly unknown[];
  readonly sensitive?: boolean;
  readonly json_schema?: string;
  readonly deprecated?: { readonly reason: string; readonly renamed_to?: string };
}

/** How a span, metric or event uses an attribute. */
export interface UseFact {
  readonly ref: string;
  readonly requirement?: "required" | "conditionally_required" | "recommended" | "opt_in";
  readonly inherits_requirement?: boolean;
  readonly condition_short?: string;
  readonly sampling_relevant?: boolean;
}

/** One type of span. */
export interface SpanFact {
  readonly id: string;
  readonly span_kind: string;
  readonly span_kind_alt?: readonly string[];
  readonly stability: string;
  readonly requirement_level: string;
  readonly name_pattern: string;
  readonly operation_names?: readonly string[];
  readonly attributes: readonly UseFact[];
}

/** What one provider adds to a span or a metric. */
interface RefinementFact {
  readonly id: string;
  readonly refines: string;
  readonly provider_name: string;
  readonly attributes: readonly UseFact[];
}

/** One metric. */
export interface MetricFact {
  readonly name: string;
  readonly instrument: string;
  readonly unit: string;
  readonly value_type: string;
  readonly stability: string;
  readonly requirement_level: string;
  readonly bucket_boundaries?: readonly number[];
  readonly attributes: readonly UseFact[];
}

/** One event. */
interface EventFact {
  readonly name: string;
  readonly stability: string;
  readonly requirement_level: string;
  readonly severity_number?: number;
  readonly attributes: readonly UseFact[];
}

/** One name or value that the conventions gave up. */
export interface RenameFact {
  readonly kind: "attribute" | "attribute_value" | "metric" | "span_type" | "event";
  readonly from: string;
  readonly to: string | readonly string[] | null;
  readonly attribute?: string;
  readonly only_on?: string;
}

/** Reads the vendored facts. */
export function readFacts(): Facts {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the file is ours; wrong shapes fail the generator
  return JSON.parse(readFileSync(new URL("genai-facts.json", FACTS), "utf8")) as Facts;
}

/** Where the facts are. */
const FACTS: URL = new URL("../../packages/semconv-genai/src/facts/", import.meta.url);
