import type { ConventionVersion } from "../options.ts";
import { ATTRIBUTE_RENAMES, VALUE_RENAMES } from "../generated/renames.ts";
import { OLD_NAMES, OLD_VALUES } from "../generated/version-names.ts";

/** One step of a migration; the steps of a version are applied in their order. */
export type MigrationRule =
  /** Moves a value to another name, unless that name has one already; the first name goes in any case. */
  | {
      readonly kind: "rename";
      readonly from: string;
      readonly to: string;
      readonly operation?: string;
    }
  /** Replaces one value by another. */
  | {
      readonly kind: "value";
      readonly attribute: string;
      readonly from: string;
      readonly to: string;
    };

/** The steps that lead from any older or newer names to those of a version. */
export function migrationRules(to: ConventionVersion): readonly MigrationRule[] {
  let rules = known.get(to);
  if (rules === undefined) {
    rules = to === "latest" ? upgrade() : [...upgrade(), ...downgrade(to)];
    known.set(to, rules);
  }
  return rules;
}

const known = /* @__PURE__ */ new Map<ConventionVersion, readonly MigrationRule[]>();

/** From everything to `latest`: old values first, while they have their old names. */
function upgrade(): readonly MigrationRule[] {
  const values = VALUE_RENAMES.map((rename) => Object.assign({ kind: "value" as const }, rename));
  const names: MigrationRule[] = [{ kind: "rename", ...MISTAKEN_NAME }];
  const renamed = new Set<string>();
  for (const { from, to, operation } of ATTRIBUTE_RENAMES) {
    if (to === undefined) continue;
    renamed.add(from);
    names.push({ kind: "rename", from, to, ...(operation === undefined ? {} : { operation }) });
  }
  const before = values.filter(({ attribute }) => renamed.has(attribute));
  const after = values.filter(({ attribute }) => !renamed.has(attribute));
  return [...before, ...names, ...after];
}

/** The AI SDK writes the name of a metric where the attribute belongs. */
const MISTAKEN_NAME = {
  from: "gen_ai.client.operation.time_to_first_chunk",
  to: "gen_ai.response.time_to_first_chunk",
};

function downgrade(to: "1.36" | "1.41"): readonly MigrationRule[] {
  const rules: MigrationRule[] = [];
  for (const [from, old] of Object.entries(OLD_NAMES[to])) {
    rules.push({ kind: "rename", from, to: old });
    for (const [latest, value] of Object.entries(OLD_VALUES[old] ?? {})) {
      rules.push({ kind: "value", attribute: old, from: latest, to: value });
    }
  }
  return rules;
}
