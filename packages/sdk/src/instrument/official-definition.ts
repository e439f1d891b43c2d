import { diag } from "@opentelemetry/api";

const SCOPE = "@agent-otel/sdk/instrument";

/** What an official instrumentation says it patches, as far as it is used here. */
export interface Definition {
  /** The name of the package. */
  readonly name: string;
  /** Ranges in the syntax of npm. */
  readonly supportedVersions: readonly string[];
}

/**
 * Puts a guard around every patch of an official instrumentation: one that throws would throw into the application's
 * `require`. The exports then stay as they are, and the failure goes to `diag`.
 *
 * @param instrumentation As constructed; its hooks look a patch up when they need it, so a guard set now counts.
 * @param onPatched Called with name and version of the package after each patch that went well.
 * @returns What the instrumentation patches.
 */
export function guardDefinitions(
  instrumentation: object,
  onPatched: (name: string, version: string) => void,
): readonly Definition[] {
  // The public getModuleDefinitions() makes new definitions, which no hook uses. Redis's instrumentation is two in one.
  const parts: readonly unknown[] = [instrumentation, ...Object.values(instrumentation)];
  const definitions = parts.flatMap((part) => liveDefinitions(part));
  for (const definition of definitions) {
    for (const target of [definition, ...(definition.files ?? [])]) {
      guardPatch(target, definition.name, onPatched);
    }
  }
  return definitions;
}

interface Patching {
  patch?: (exports: unknown, version?: string) => unknown;
}

interface PatchingDefinition extends Definition, Patching {
  readonly files?: readonly Patching[];
}

function liveDefinitions(instrumentation: unknown): readonly PatchingDefinition[] {
  if (typeof instrumentation !== "object" || instrumentation === null) return [];
  const definitions: unknown = Reflect.get(instrumentation, "_modules");
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a test holds all of them to it
  return Array.isArray(definitions) ? (definitions as PatchingDefinition[]) : [];
}

function guardPatch(
  target: Patching,
  name: string,
  onPatched: (name: string, version: string) => void,
): void {
  const { patch } = target;
  if (patch === undefined) return;
  target.patch = function guardedPatch(exports, version): unknown {
    try {
      const patched = Reflect.apply(patch, this, [exports, version]);
      onPatched(name, version ?? "");
      return patched;
    } catch (error) {
      diag.error(`${SCOPE}: could not patch ${name}; it works without telemetry.`, error);
      return exports;
    }
  };
}
