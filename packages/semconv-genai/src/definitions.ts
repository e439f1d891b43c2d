import type { MetricAttributes } from "./generated/metric-types.ts";

/** How a definition uses attributes. A condition is a short word such as `if_error`; "" means none. */
export interface AttributeUses {
  /** Always present. */
  readonly required: readonly string[];
  /** Present where the condition holds. */
  readonly conditional: Readonly<Record<string, string>>;
  /** Present where known, unless switched off. */
  readonly recommended: Readonly<Record<string, string>>;
  /** Present only on demand: contents, and what has too many values. */
  readonly optIn: readonly string[];
}

/** How ripe a definition is. */
export type Stability = "development" | "alpha" | "beta" | "release_candidate" | "stable";

/** Whether a signal is to be emitted at all; `unset` where the conventions do not say. */
export type RequirementLevel = "required" | "recommended" | "opt_in" | "unset";

/** Kind of a span, as the conventions write it. */
export type SpanKindName = "client" | "server" | "internal";

/** What the conventions say of a span. */
export interface SpanDefinition extends AttributeUses {
  readonly id: string;
  readonly kind: SpanKindName;
  /** Kinds that are right as well, for example where the model runs in this process. */
  readonly otherKinds: readonly SpanKindName[];
  readonly stability: Stability;
  readonly level: RequirementLevel;
  /** `{attribute} {attribute}`; the second part is left out where its attribute is absent. */
  readonly name: string;
  /** Values of `gen_ai.operation.name`; empty for MCP. */
  readonly operations: readonly string[];
  /** Attributes to be set when the span starts, since samplers decide by them. */
  readonly sampling: readonly string[];
}

/** What one provider adds to a span. */
export interface SpanRefinement extends AttributeUses {
  readonly id: string;
  /** Id of the span that is refined. */
  readonly refines: string;
  /** Value of `gen_ai.provider.name` for which it holds. */
  readonly provider: string;
}

/** Name of a metric of the conventions. */
export type MetricName = keyof MetricAttributes;

/** What the conventions say of a metric. */
export interface MetricDefinition<Name extends MetricName = MetricName> extends AttributeUses {
  readonly name: Name;
  readonly instrument: "histogram" | "counter";
  /** UCUM unit: `s` or an annotation such as `{token}`. */
  readonly unit: string;
  readonly description: string;
  readonly valueType: "int" | "double";
  /** Advised bucket boundaries in the metric's unit; empty for a counter. */
  readonly buckets: readonly number[];
  readonly stability: Stability;
  readonly level: RequirementLevel;
  /** The last version that has the metric; absent while it is in use. */
  readonly until?: "1.41";
}

/** What the conventions say of an event. */
export interface EventDefinition extends AttributeUses {
  readonly name: string;
  readonly stability: Stability;
  readonly level: RequirementLevel;
  /** Severity that the conventions prescribe. */
  readonly severityNumber?: number;
}

/** What the conventions say of an attribute. */
export interface AttributeDefinition {
  readonly type: "string" | "int" | "double" | "boolean" | "string[]" | "any" | "template[string]";
  /** @default "development" */
  readonly stability?: Stability;
  /** Known values; others are allowed. */
  readonly values?: readonly string[];
  /** Holds what people or models said, so it is recorded only on demand. */
  readonly content?: true;
  /** The conventions gave the attribute up. */
  readonly gone?: true;
}

/** An attribute that was renamed or given up. */
export interface AttributeRename {
  readonly from: string;
  /** Absent where there is no successor. */
  readonly to?: string;
  /** The last version of the switch in which `from` is right; absent where it is right in none. */
  readonly until?: "1.36" | "1.41";
  /** Only on spans of this operation. */
  readonly operation?: string;
}

/** A value that was renamed. */
export interface ValueRename {
  readonly attribute: string;
  readonly from: string;
  readonly to: string;
}

/** A metric, span type or event that was renamed, or split into several. */
export interface SignalRename {
  readonly kind: "metric" | "span_type" | "event";
  readonly from: string;
  readonly to: readonly string[];
}
