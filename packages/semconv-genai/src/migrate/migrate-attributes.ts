import type { AttributeRecord } from "../attribute-record.ts";
import type { ConventionVersion } from "../options.ts";
import { migrationRules } from "./rules.ts";

/** What a migration leads to. */
export interface MigrateOptions {
  /** The version whose names and values are wanted. */
  readonly to: ConventionVersion;
}

/**
 * Attributes with the names and values of a version, whatever version they were written in. Where an old and a new name
 * are both there, the new one wins. What the conventions gave up without a successor stays.
 *
 * @returns The same object where nothing is to be changed.
 */
export function migrateAttributes(
  attributes: AttributeRecord,
  { to }: MigrateOptions,
): AttributeRecord {
  let result: Record<string, unknown> | undefined;
  for (const rule of migrationRules(to)) {
    const now = result ?? attributes;
    if (rule.kind === "value") {
      if (now[rule.attribute] !== rule.from) continue;
      result ??= { ...attributes };
      result[rule.attribute] = rule.to;
    } else if (now[rule.from] !== undefined && applies(rule.operation, now)) {
      result ??= { ...attributes };
      result[rule.to] ??= result[rule.from];
      delete result[rule.from];
    }
  }
  return result === undefined || isSame(result, attributes) ? attributes : result;
}

/** A name that is right in the version went to `latest` and back. */
function isSame(one: AttributeRecord, other: AttributeRecord): boolean {
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  return keys.every((key) => one[key] === other[key]);
}

function applies(operation: string | undefined, attributes: AttributeRecord): boolean {
  return operation === undefined || attributes["gen_ai.operation.name"] === operation;
}
