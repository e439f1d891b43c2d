import { VALUE_RENAMES } from "../generated/renames.ts";
import type { AttributeDefinition, AttributeUses } from "../definitions.ts";
import { listedName, statusOfName } from "./attribute-names.ts";
import type { NameStatus } from "./attribute-names.ts";
import { contentFault } from "./content-fault.ts";
import type { Report } from "./finding.ts";
import type { Rules } from "./options.ts";
import { typeFault } from "./type-fault.ts";

/** Attributes under the names of `latest`, with the names under which they came. */
export type KnownAttributes = ReadonlyMap<
  string,
  { readonly name: string; readonly value: unknown }
>;

/** What attributes are checked against. */
export interface AttributeCheck {
  readonly rules: Rules;
  readonly report: Report;
  /** Definitions that list the attributes; none where any may be there. */
  readonly listed: readonly AttributeUses[];
  /** Level of an attribute that no definition lists. @default "info" */
  readonly unlisted?: "warning" | "info";
}

/** Checks names, types and values, and whether contents may be there. Returns what is known of them. */
export function checkAttributes(
  attributes: Readonly<Record<string, unknown>>,
  check: AttributeCheck,
): KnownAttributes {
  const known = new Map<string, { readonly name: string; readonly value: unknown }>();
  const operation = attributes["gen_ai.operation.name"];
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    const status = statusOfName(name, check.rules.version, operation);
    reportName(name, status, check);
    if (status.kind === "foreign" || status.kind === "unknown") continue;
    if (status.latest !== undefined && !known.has(status.latest))
      known.set(status.latest, { name, value });
    checkContent(name, status, check);
    if (status.kind === "known") checkValue(name, value, { status, check });
  }
  return known;
}

/** Whether a definition lists an attribute. */
function lists(uses: AttributeUses, name: string): boolean {
  return (
    uses.required.includes(name) ||
    Object.hasOwn(uses.conditional, name) ||
    Object.hasOwn(uses.recommended, name) ||
    uses.optIn.includes(name)
  );
}

function reportName(
  name: string,
  status: NameStatus,
  { report, rules, listed, unlisted = "info" }: AttributeCheck,
): void {
  if (status.kind === "unknown") {
    report("warning", "unknown_attribute", `${name} is no attribute of the conventions`, name);
  } else if (status.kind === "deprecated") {
    const hint = status.successor === undefined ? "it has no successor" : `use ${status.successor}`;
    report("warning", "deprecated", `${name} was given up before ${rules.version}: ${hint}`, name);
  } else if (status.kind === "later") {
    report("warning", "later_version", `${name} is ${status.now} in ${rules.version}`, name);
  } else if (status.kind === "known" && listed.length > 0) {
    if (listed.some((uses) => lists(uses, listedName(status.latest)))) return;
    report(
      unlisted,
      "unlisted_attribute",
      `${name} is not among the attributes listed for it`,
      name,
    );
  }
}

function checkContent(name: string, status: NameStatus, { report, rules }: AttributeCheck): void {
  if (rules.content || !holdsContent(name, status)) return;
  report("error", "content_recorded", `${name} holds content, and capture is off`, name);
}

function holdsContent(name: string, status: NameStatus): boolean {
  if (status.kind === "known") return status.definition.content === true;
  return status.kind === "deprecated" && (name === "gen_ai.prompt" || name === "gen_ai.completion");
}

function checkValue(
  name: string,
  value: unknown,
  {
    status,
    check,
  }: {
    status: { readonly latest: string; readonly definition: AttributeDefinition };
    check: AttributeCheck;
  },
): void {
  const { definition, latest } = status;
  const fault = typeFault(value, definition.type);
  if (fault !== undefined) {
    check.report("error", "wrong_type", `${name} must be ${definition.type}, is ${fault}`, name);
    return;
  }
  const broken = contentFault(latest, value);
  if (broken !== undefined) check.report("warning", "invalid_content", `${name} ${broken}`, name);
  if (typeof value === "string") checkKnownValue(name, value, { status, check });
}

function checkKnownValue(
  name: string,
  value: string,
  {
    status,
    check,
  }: {
    status: { readonly latest: string; readonly definition: AttributeDefinition };
    check: AttributeCheck;
  },
): void {
  const { definition, latest } = status;
  // Old names keep the old values: `gen_ai.system` is `xai`.
  const renamed = VALUE_RENAMES.find(
    ({ attribute, from }) =>
      from === value && (attribute === name || (attribute === latest && name === latest)),
  );
  if (renamed !== undefined) {
    check.report("warning", "deprecated", `${name}: ${value} is ${renamed.to} now`, name);
    return;
  }
  // error.type knows one value only, the one for everything else.
  if (latest === "error.type" || definition.values === undefined || name !== latest) return;
  if (definition.values.includes(value)) return;
  check.report("info", "unknown_value", `${name}: the conventions do not know this value`, name);
}
