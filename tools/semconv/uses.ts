import type { UseFact } from "./facts.ts";

/** The attribute uses of a definition, sorted by what they require. */
export interface Uses {
  readonly required: readonly string[];
  readonly conditional: Readonly<Record<string, string>>;
  readonly recommended: Readonly<Record<string, string>>;
  readonly optIn: readonly string[];
}

/**
 * Sorts uses by level. What only repeats the level of the definition it refines is recommended: it must be allowed,
 * and the refined definition says the rest.
 */
export function sortUses(uses: readonly UseFact[]): Uses {
  const at = (level: string): readonly UseFact[] =>
    uses.filter((use) => (use.requirement ?? "recommended") === level);
  return {
    required: at("required").map((use) => use.ref),
    conditional: conditions(at("conditionally_required")),
    recommended: conditions(at("recommended")),
    optIn: at("opt_in").map((use) => use.ref),
  };
}

function conditions(uses: readonly UseFact[]): Readonly<Record<string, string>> {
  return Object.fromEntries(uses.map((use) => [use.ref, use.condition_short ?? ""]));
}

/** The type of an object with these attributes; `omitted` ones are set by the code. */
export function usesType(uses: readonly UseFact[], omitted: readonly string[] = []): string {
  const kept = uses.filter((use) => !omitted.includes(use.ref) && use.ref !== TEMPLATE);
  const required = names(kept.filter((use) => use.requirement === "required"));
  const optional = names(kept.filter((use) => use.requirement !== "required"));
  const parts = [
    required === "" ? "" : `Pick<AttributeTypes, ${required}>`,
    optional === "" ? "" : `Partial<Pick<AttributeTypes, ${optional}>>`,
    uses.some((use) => use.ref === TEMPLATE) ? "PromptVariables" : "",
  ];
  return parts.filter((part) => part !== "").join(" & ");
}

const TEMPLATE = "gen_ai.prompt.variable";

function names(uses: readonly UseFact[]): string {
  return uses.map((use) => JSON.stringify(use.ref)).join(" | ");
}
