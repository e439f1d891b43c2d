import { createRequire } from "node:module";

import { diag } from "@opentelemetry/api";

import type { OfficialInstrumentation } from "./catalogue-official.ts";
import { type Definition, guardDefinitions } from "./official-definition.ts";
import { packageOfSpecifier } from "./package-path.ts";

const SCOPE = "@agent-otel/sdk/instrument";
const METAPACKAGE = "@opentelemetry/auto-instrumentations-node";

/** Brings in an official instrumentation when the application first loads one of its packages. */
export interface OfficialLoader {
  /** True when `specifier` names a package whose instrumentation has not been loaded yet. */
  wants(specifier: string): boolean;
  /** Loads the instrumentation, synchronously. It then patches the very load that is under way. Never throws. */
  load(specifier: string): void;
  /** True when a package of this name and version has been patched. */
  hasPatched(name: string, version: string): boolean;
  /** The versions that the loaded instrumentation takes of a package; empty when it has not been loaded. */
  versionsOf(name: string): readonly string[];
}

/** Nothing is loaded before `load`, not even the metapackage: only its location is used, to find its dependencies. */
export function createOfficialLoader(
  catalogue: readonly OfficialInstrumentation[],
): OfficialLoader {
  const waiting = new Map(
    catalogue.flatMap((entry) => entry.packages.map((name) => [name, entry] as const)),
  );
  const definitions: Definition[] = [];
  const patched = new Set<string>();
  const onPatched = (name: string, version: string): void => {
    patched.add(`${name}@${version}`);
  };
  return {
    wants(specifier) {
      const name = packageOfSpecifier(specifier);
      return name !== undefined && waiting.has(name);
    },
    load(specifier) {
      const entry = waiting.get(packageOfSpecifier(specifier) ?? specifier);
      if (entry === undefined) return;
      // Before the attempt: what fails once fails again, and loading may come back here.
      for (const name of entry.packages) waiting.delete(name);
      const instrumentation = loadOfficial(entry);
      if (instrumentation === undefined) return;
      definitions.push(...guardDefinitions(instrumentation, onPatched));
    },
    hasPatched: (name, version) => patched.has(`${name}@${version}`),
    versionsOf(name) {
      const own = definitions.filter((definition) => definition.name === name);
      return [...new Set(own.flatMap(({ supportedVersions }) => supportedVersions))];
    },
  };
}

/**
 * Loads and constructs one instrumentation, which enables it for as long as the process lives. Never throws: undefined
 * where that failed, which is told to `diag`.
 */
export function loadOfficial(entry: OfficialInstrumentation): object | undefined {
  const { instrumentation, exportName, name, packages, config } = entry;
  try {
    const own = createRequire(import.meta.url);
    // The package manager may hide the metapackage's dependencies from us, but not from itself.
    const exports: unknown = createRequire(own.resolve(METAPACKAGE))(instrumentation);
    const found: unknown =
      typeof exports === "object" && exports !== null
        ? Reflect.get(exports, exportName)
        : undefined;
    if (typeof found !== "function") throw new Error(`${instrumentation} exports no ${exportName}`);
    const constructed: object = Reflect.construct(found, config === undefined ? [] : [config]);
    return constructed;
  } catch (error) {
    const what = packages.length === 0 ? name : packages.join(", ");
    diag.error(`${SCOPE}: could not load ${instrumentation}; ${what} is not instrumented.`, error);
    return undefined;
  }
}
