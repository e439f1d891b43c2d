import type { Attributes } from "@opentelemetry/api";
import { OLD_NAMES, OLD_VALUES } from "./generated/version-names.ts";
import type { ConventionVersion } from "./options.ts";

/** Attributes of which some may be absent. */
export type AttributeRecord = Readonly<Record<string, unknown>>;

/** The attributes that are there, in the names and values of a version. Names are expected as in `latest`. */
export function inVersion(attributes: AttributeRecord, version: ConventionVersion): Attributes {
  const result: Attributes = {};
  const names = version === "latest" ? undefined : OLD_NAMES[version];
  for (const key in attributes) {
    const value = attributes[key];
    if (value === undefined) continue;
    const name = lookUp(names, key);
    if (name === undefined) result[key] = value;
    else result[name] = oldValue(name, value);
  }
  return result;
}

function oldValue(name: string, value: unknown): unknown {
  return typeof value === "string" ? (lookUp(lookUp(OLD_VALUES, name), value) ?? value) : value;
}

/** Own entries only: a name such as `constructor` is nobody's entry. */
function lookUp<T>(table: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return table !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
}
