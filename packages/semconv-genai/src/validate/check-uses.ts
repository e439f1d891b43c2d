import { OLD_NAMES } from "../generated/version-names.ts";
import type { AttributeUses } from "../definitions.ts";
import type { ConventionVersion } from "../options.ts";
import { holds } from "./conditions.ts";
import type { ConditionFacts } from "./conditions.ts";
import type { Report } from "./finding.ts";
import type { Rules } from "./options.ts";

/** Reports what a definition requires and is not there. */
export function checkUses(
  uses: AttributeUses,
  facts: ConditionFacts,
  { rules, report }: { readonly rules: Rules; readonly report: Report },
): void {
  for (const name of uses.required) {
    if (facts.attributes.has(name)) continue;
    const called = nameIn(rules.version, name);
    report("error", "missing_required", `${called} is required`, called);
  }
  for (const [name, condition] of Object.entries(uses.conditional)) {
    if (facts.attributes.has(name) || !holds(condition, facts)) continue;
    const called = nameIn(rules.version, name);
    report("error", "missing_conditional", `${called} is required (${condition})`, called);
  }
}

function nameIn(version: ConventionVersion, name: string): string {
  return version === "latest" ? name : (OLD_NAMES[version][name] ?? name);
}
