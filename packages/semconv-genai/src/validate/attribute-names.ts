import { ATTRIBUTE_DEFINITIONS } from "../generated/attribute-definitions.ts";
import { ATTRIBUTE_RENAMES } from "../generated/renames.ts";
import { OLD_NAMES } from "../generated/version-names.ts";
import type { AttributeDefinition, AttributeRename } from "../definitions.ts";
import type { ConventionVersion } from "../options.ts";

/** What a name is in a version. */
export type NameStatus =
  /** Right; `latest` is what the newest version calls it. */
  | { readonly kind: "known"; readonly latest: string; readonly definition: AttributeDefinition }
  /** Renamed or given up before or in this version. */
  | {
      readonly kind: "deprecated";
      readonly latest: string | undefined;
      readonly successor: string | undefined;
    }
  /** The version has another name for it. */
  | { readonly kind: "later"; readonly latest: string; readonly now: string }
  /** In a namespace of the conventions, and unknown there. */
  | { readonly kind: "unknown" }
  /** None of the conventions' business. */
  | { readonly kind: "foreign" };

/** Finds out what an attribute name is. */
export function statusOfName(
  name: string,
  version: ConventionVersion,
  operation: unknown,
): NameStatus {
  const rename = renameOf(name, operation);
  if (rename !== undefined) return statusOfRenamed(rename, version);
  const old = version === "latest" ? undefined : ownEntry(OLD_NAMES[version], name);
  if (old !== undefined) return { kind: "later", latest: name, now: old };
  const definition = definitionOf(name);
  if (definition !== undefined) return { kind: "known", latest: name, definition };
  return OWNED.test(name) ? { kind: "unknown" } : { kind: "foreign" };
}

/** The definition of an attribute; also of one that is made from a template. */
function definitionOf(name: string): AttributeDefinition | undefined {
  const exact = ownEntry(ATTRIBUTE_DEFINITIONS, name);
  if (exact !== undefined && exact.type !== "template[string]") return exact;
  return name.startsWith(`${TEMPLATE}.`) ? ATTRIBUTE_DEFINITIONS[TEMPLATE] : undefined;
}

/** The name under which definitions list an attribute. */
export function listedName(name: string): string {
  return name.startsWith(`${TEMPLATE}.`) ? TEMPLATE : name;
}

const TEMPLATE = "gen_ai.prompt.variable";
const OWNED = /^(?:gen_ai|mcp|openai|aws\.bedrock)\./;

function renameOf(name: string, operation: unknown): AttributeRename | undefined {
  return ATTRIBUTE_RENAMES.find(
    (rename) =>
      rename.from === name && (rename.operation === undefined || rename.operation === operation),
  );
}

function statusOfRenamed(
  { from, to, until }: AttributeRename,
  version: ConventionVersion,
): NameStatus {
  if (until !== undefined && version !== "latest" && version <= until) {
    const definition = definitionOf(to ?? from);
    if (definition !== undefined) return { kind: "known", latest: to ?? from, definition };
  }
  const successor =
    to === undefined || version === "latest" ? to : (ownEntry(OLD_NAMES[version], to) ?? to);
  return { kind: "deprecated", latest: to, successor };
}

function ownEntry<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
