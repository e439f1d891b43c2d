import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import { SIGNAL_RENAMES } from "../generated/renames.ts";
import { SPAN_REFINEMENTS } from "../generated/span-definitions.ts";
import type { SpanDefinition, SpanKindName } from "../definitions.ts";
import { spanName } from "../span-name.ts";
import { checkAttributes } from "./check-attributes.ts";
import type { KnownAttributes } from "./check-attributes.ts";
import { checkTokens } from "./check-tokens.ts";
import { checkUses } from "./check-uses.ts";
import { findingsOf } from "./finding.ts";
import type { Finding, Report } from "./finding.ts";
import { identifySpan } from "./identify-span.ts";
import { rulesOf } from "./options.ts";
import type { Rules, ValidateOptions } from "./options.ts";

/** A span to be validated; a `ReadableSpan` of the SDK is one. */
export interface SpanInput {
  readonly name: string;
  /** A `SpanKind` of the API. */
  readonly kind: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** The code is a `SpanStatusCode` of the API, which OTLP shares. */
  readonly status?: { readonly code: number };
  readonly events?: readonly {
    readonly name: string;
    readonly attributes?: Readonly<Record<string, unknown>>;
  }[];
}

/**
 * Reports what a span does not keep of the conventions. A span that has nothing to do with them has no findings.
 * Optional attributes that are absent are no finding, except where the span itself shows that their condition holds.
 */
export function validateSpan(span: SpanInput, options?: ValidateOptions): readonly Finding[] {
  const rules = rulesOf(options);
  const { findings, report } = findingsOf(span.name);
  const kind = KIND_NAMES[span.kind];
  const identity = identifySpan(span.attributes, kind);
  const definition = identity.kind === "span" ? identity.definition : undefined;
  if (identity.kind === "no_operation") {
    const name = "gen_ai.operation.name";
    report("error", "missing_required", `${name} is required`, name);
  }
  const listed = definition === undefined ? [] : [definition, ...refinementsOf(definition, span)];
  const attributes = checkAttributes(span.attributes, { rules, report, listed });
  if (identity.kind !== "foreign") checkTokens(attributes, report);
  if (definition !== undefined) checkDefinition(span, definition, { rules, report, attributes });
  checkEvents(span, rules, report);
  return findings;
}

/** By the numbers of the API's `SpanKind`. */
const KIND_NAMES: readonly SpanKindName[] = ["internal", "server", "client"];

function refinementsOf({ id }: SpanDefinition, { attributes }: SpanInput): typeof SPAN_REFINEMENTS {
  const provider = attributes["gen_ai.provider.name"] ?? attributes["gen_ai.system"];
  return SPAN_REFINEMENTS.filter(
    (refinement) => refinement.refines === id && refinement.provider === provider,
  );
}

function checkDefinition(
  span: SpanInput,
  definition: SpanDefinition,
  { rules, report, attributes }: { rules: Rules; report: Report; attributes: KnownAttributes },
): void {
  const failed = span.status?.code === SpanStatusCode.ERROR;
  checkUses(definition, { attributes, failed }, { rules, report });
  // What a provider requires beyond the conventions is not within reach of everyone who calls it.
  for (const refinement of refinementsOf(definition, span)) {
    checkUses(
      refinement,
      { attributes, failed },
      { rules, report: (_level, ...rest) => report("info", ...rest) },
    );
  }
  const kinds = [definition.kind, ...definition.otherKinds];
  const kind = KIND_NAMES[span.kind];
  if (kind === undefined || !kinds.includes(kind)) {
    report(
      "error",
      "wrong_kind",
      `the kind must be ${kinds.join(" or ")}, is ${SpanKind[span.kind]}`,
    );
  }
  const latest = Object.fromEntries([...attributes].map(([name, { value }]) => [name, value]));
  const expected = spanName(definition, latest);
  if (span.name !== expected) {
    report("error", "wrong_name", `the name must be ${JSON.stringify(expected)}`);
  }
  if (span.status !== undefined && !failed && attributes.has("error.type")) {
    report("warning", "inconsistent_error", "error.type is there, and the status is no error");
  }
}

function checkEvents({ events = [] }: SpanInput, rules: Rules, report: Report): void {
  for (const { name, attributes = {} } of events) {
    const renamed = SIGNAL_RENAMES.find(({ kind, from }) => kind === "event" && from === name);
    if (renamed !== undefined && rules.version !== "1.36") {
      report("warning", "deprecated", `event ${name} was given up: use ${renamed.to.join(", ")}`);
    }
    checkAttributes(attributes, { rules, report, listed: [] });
  }
}
