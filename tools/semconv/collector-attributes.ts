import { migrationRules } from "../../packages/semconv-genai/src/migrate/rules.ts";
import type { MigrationRule } from "../../packages/semconv-genai/src/migrate/rules.ts";
import type { ConventionVersion } from "../../packages/semconv-genai/src/options.ts";

/** The rules of a migration as OTTL statements about the attributes of a `span`, `log`, `datapoint` or `spanevent`. */
export function attributeStatements(version: ConventionVersion, path: string): readonly string[] {
  return migrationRules(version).flatMap((rule) => statements(rule, `${path}.attributes`));
}

function statements(rule: MigrationRule, attributes: string): readonly string[] {
  if (rule.kind === "value") {
    const key = `${attributes}[${JSON.stringify(rule.attribute)}]`;
    return [`set(${key}, ${JSON.stringify(rule.to)}) where ${key} == ${JSON.stringify(rule.from)}`];
  }
  const from = `${attributes}[${JSON.stringify(rule.from)}]`;
  const to = `${attributes}[${JSON.stringify(rule.to)}]`;
  const operation = `${attributes}["gen_ai.operation.name"] == ${JSON.stringify(rule.operation)}`;
  const only = rule.operation === undefined ? [] : [operation];
  const conditions = [`${to} == nil`, `${from} != nil`, ...only].join(" and ");
  const remove = `delete_key(${attributes}, ${JSON.stringify(rule.from)})`;
  return [
    `set(${to}, ${from}) where ${conditions}`,
    only.length === 0 ? remove : `${remove} where ${operation}`,
  ];
}
