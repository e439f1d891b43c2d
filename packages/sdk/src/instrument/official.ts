import { createRequire } from "node:module";

import { diag } from "@opentelemetry/api";

import type { OfficialInstrumentation } from "./catalogue.ts";
import { packageOfSpecifier } from "./package-path.ts";

const SCOPE = "@agent-otel/sdk/instrument";
const METAPACKAGE = "@opentelemetry/auto-instrumentations-node";

/** Brings in an official instrumentation when the application first loads its package. */
export interface OfficialLoader {
  /** True when `specifier` names a package whose instrumentation has not been loaded yet. */
  wants(specifier: string): boolean;
  /** Loads the instrumentation, synchronously. It then patches the very load that is under way. Never throws. */
  load(specifier: string): void;
}

/** Nothing is loaded before `load`, not even the metapackage: only its location is used, to find its dependencies. */
export function createOfficialLoader(
  catalogue: readonly OfficialInstrumentation[],
): OfficialLoader {
  const waiting = new Map(catalogue.map((entry) => [entry.package, entry]));
  return {
    wants(specifier) {
      const name = packageOfSpecifier(specifier);
      return name !== undefined && waiting.has(name);
    },
    load(specifier) {
      const name = packageOfSpecifier(specifier) ?? specifier;
      const entry = waiting.get(name);
      // Before the attempt: what fails once fails again, and loading may come back here.
      waiting.delete(name);
      if (entry !== undefined) construct(entry);
    },
  };
}

function construct({ instrumentation, exportName, package: name }: OfficialInstrumentation): void {
  try {
    const own = createRequire(import.meta.url);
    // The package manager may hide the metapackage's dependencies from us, but not from itself.
    const exports: unknown = createRequire(own.resolve(METAPACKAGE))(instrumentation);
    const found: unknown =
      typeof exports === "object" && exports !== null
        ? Reflect.get(exports, exportName)
        : undefined;
    if (typeof found !== "function") throw new Error(`${instrumentation} exports no ${exportName}`);
    // The constructor enables it; it lives as long as the process.
    Reflect.construct(found, []);
  } catch (error) {
    diag.error(`${SCOPE}: could not load ${instrumentation}; ${name} is not instrumented.`, error);
  }
}
