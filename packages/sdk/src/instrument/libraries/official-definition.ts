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
  const results = new WeakMap<object, unknown>();
  const patchOnce = function (this: unknown, exports: unknown, version?: string): unknown {
    const key = isObject(exports) ? exports : target;
    if (results.has(key)) return results.get(key);
    const patched = Reflect.apply(patch, this, [exports, version]);
    results.set(key, patched);
    return patched;
  };
  target.patch = function guardedPatch(exports, version): unknown {
    try {
      const original = mirroredBy(exports);
      const patched = Reflect.apply(patchOnce, this, [original ?? exports, version]);
      if (original !== undefined && isObject(exports)) copyNames(patched, exports);
      onPatched(name, version ?? "");
      return patched;
    } catch (error) {
      diag.error(`${SCOPE}: could not patch ${name}; it works without telemetry.`, error);
      return exports;
    }
  };
}

/**
 * The CommonJS module behind the namespace that `import` gives, told by its names being properties of its default
 * export. Upstream patches such a namespace in many ways, most of which miss either `import mysql from` or
 * `import { createConnection } from`. The module itself is patched instead, as for `require`, and only once.
 */
function mirroredBy(exports: unknown): object | undefined {
  if (!isObject(exports) || Reflect.get(exports, Symbol.toStringTag) !== "Module") return undefined;
  const original: unknown = Reflect.get(exports, "default");
  if (!isObject(original)) return undefined;
  const mirrors = namesOf(exports).every((name) => {
    return Reflect.get(exports, name) === Reflect.get(original, name);
  });
  return mirrors ? original : undefined;
}

/** The returned value becomes the default export by itself. */
function copyNames(patched: unknown, namespace: object): void {
  if (!isObject(patched)) return;
  for (const name of namesOf(namespace)) {
    const value: unknown = Reflect.get(patched, name);
    if (value !== Reflect.get(namespace, name)) Reflect.set(namespace, name, value);
  }
}

/** Without those that stand for the module as a whole. */
function namesOf(namespace: object): readonly string[] {
  return Object.keys(namespace).filter((name) => name !== "default" && name !== "module.exports");
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}
