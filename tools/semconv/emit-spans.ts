import type { Facts, SpanFact } from "./facts.ts";
import { constantCase, doc, HEADER, pascalCase, wordsFor } from "./names.ts";
import { sortUses, usesType } from "./uses.ts";
import { spanWords } from "./words/signals.ts";

/** `span-definitions.ts`: what the conventions say of each span, and what providers add. */
export function emitSpanDefinitions(facts: Facts): string {
  const definitions = facts.spans.map((span) => {
    const definition = {
      id: span.id,
      kind: span.span_kind,
      otherKinds: span.span_kind_alt ?? [],
      stability: span.stability,
      level: span.requirement_level,
      name: span.name_pattern,
      operations: span.operation_names ?? [],
      sampling: span.attributes.filter((use) => use.sampling_relevant).map((use) => use.ref),
      ...sortUses(span.attributes),
    };
    return `${doc(`${wordsFor(spanWords, span.id).doc}: the definition of its span.`)}export const ${spanConstant(span.id)}: SpanDefinition = ${JSON.stringify(definition)};\n`;
  });
  const refinements = facts.span_refinements.map((refinement) => ({
    id: refinement.id,
    refines: refinement.refines,
    provider: refinement.provider_name,
    ...sortUses(refinement.attributes),
  }));
  return [
    HEADER,
    `import type { SpanDefinition, SpanRefinement } from "../definitions.ts";\n`,
    ...definitions,
    doc("What single providers add to the spans above."),
    `export const SPAN_REFINEMENTS: readonly SpanRefinement[] = ${JSON.stringify(refinements)};\n`,
    doc("All spans of the conventions."),
    `export const SPAN_DEFINITIONS: readonly SpanDefinition[] = [${facts.spans.map((span) => spanConstant(span.id)).join(", ")}];\n`,
  ].join("\n");
}

/** `span-builders.ts`: a builder for each span, with the type of its attributes. */
export function emitSpanBuilders(facts: Facts): string {
  const constants = facts.spans.map((span) => spanConstant(span.id));
  return [
    HEADER,
    `import type { AttributeTypes, PromptVariables } from "./attribute-types.ts";\n`,
    `import { ${constants.join(", ")} } from "./span-definitions.ts";\n`,
    `import { spanBuilder } from "../span-builder.ts";\nimport type { SpanBuilder } from "../span-builder.ts";\n`,
    `import type { Open } from "./values.ts";\n`,
    ...facts.spans.map((span) => emitBuilder(span, facts)),
  ].join("\n");
}

function emitBuilder(span: SpanFact, facts: Facts): string {
  const { name, doc: text } = wordsFor(spanWords, span.id);
  const type = `${pascalCase(name)}Attributes`;
  const refined = facts.span_refinements
    .filter(({ refines }) => refines === span.id)
    .flatMap(({ attributes }) => attributes.map(({ ref }) => ({ ref })))
    .filter(({ ref }) => !span.attributes.some((use) => use.ref === ref));
  const operations = span.operation_names ?? [];
  const uses = [...span.attributes, ...new Map(refined.map((use) => [use.ref, use])).values()];
  const named = operations.map((operation) => JSON.stringify(operation)).join(" | ");
  const operation =
    operations.length > 1 ? ` & { readonly "gen_ai.operation.name": Open<${named}> }` : "";
  const kinds = [span.span_kind, ...(span.span_kind_alt ?? [])].join(" or ").toUpperCase();
  return [
    doc(`Attributes of {@link ${name}Span}.`),
    `export type ${type} = ${usesType(uses, ["gen_ai.operation.name"])}${operation};\n`,
    doc(`${text}: span \`${span.name_pattern}\` of kind ${kinds}.`),
    `export const ${name}Span: SpanBuilder<${type}> = /* @__PURE__ */ spanBuilder(${spanConstant(span.id)});\n`,
  ].join("");
}

function spanConstant(id: string): string {
  return `SPAN_${constantCase(id)}`;
}
