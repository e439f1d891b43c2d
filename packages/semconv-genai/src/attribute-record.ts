import type { Attributes } from "@opentelemetry/api";
import { OLD_NAMES, OLD_VALUES } from "./generated/version-names.ts";
import type { ConventionVersion } from "./options.ts";

/** Attributes of which some may be absent. */
export type AttributeRecord = Readonly<Record<string, unknown>>;

/** The attributes that are there, in the names and values of a version. Names are expected as in `latest`. */
export function inVersion(attributes: AttributeRecord, version: ConventionVersion): Attributes {
  const result: Attributes = {};
  const names = version === "latest" ? undefined : oldNames(version);
  for (const key in attributes) {
    const value = attributes[key];
    if (value === undefined) continue;
    const name = names?.get(key);
    if (name === undefined) result[key] = value;
    else result[name] = oldValue(name, value);
  }
  return result;
}

/** A map: a name such as `constructor` is nobody's entry. */
function oldNames(version: keyof typeof OLD_NAMES): ReadonlyMap<string, string> {
  let names = maps.get(version);
  if (names === undefined) {
    names = new Map(Object.entries(OLD_NAMES[version]));
    maps.set(version, names);
  }
  return names;
}

const maps = /* @__PURE__ */ new Map<string, ReadonlyMap<string, string>>();

function oldValue(name: string, value: unknown): unknown {
  return typeof value === "string" ? (lookUp(lookUp(OLD_VALUES, name), value) ?? value) : value;
}

/** Own entries only. */
function lookUp<T>(table: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return table !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
}
