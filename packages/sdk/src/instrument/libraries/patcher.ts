import { diag } from "@opentelemetry/api";

import type { ModulePatch } from "./module-patch.ts";
import type { PackageFile } from "./package-path.ts";
import { readVersion } from "./package-version.ts";
import { isVersionIn } from "./version-range.ts";

const SCOPE = "@agent-otel/sdk/instrument";

/** Applies our own patches to what was loaded. */
export interface Patcher {
  /** The names of the packages that have patches. */
  readonly packages: readonly string[];
  /**
   * Patches the exports of one file of a package.
   *
   * @param exports What the file exports: `module.exports`, or the namespace of an ES module.
   * @param isMain Tells whether the file is the package's main entry; asked only where a patch names no files.
   * @returns The exports to use from now on. Never throws: where a patch fails, the exports as they are.
   */
  apply(file: PackageFile, exports: unknown, isMain: () => boolean): unknown;
  /** True when a file of the package in this folder has been patched. */
  hasPatched(directory: string): boolean;
  /** True when a file of any copy of the package has been patched. */
  hasPatchedPackage(name: string): boolean;
}

/** Each object is patched once, even when it is reached by `require` and by `import`. */
export function createPatcher(patches: readonly ModulePatch[]): Patcher {
  const byPackage = new Map<string, ModulePatch[]>();
  for (const patch of patches) {
    byPackage.set(patch.package, [...(byPackage.get(patch.package) ?? []), patch]);
  }
  const done = new WeakSet<object>();
  const directories = new Set<string>();
  const patchedPackages = new Set<string>();
  return {
    packages: [...byPackage.keys()],
    apply(file, exports, isMain) {
      const candidates = byPackage.get(file.name);
      if (candidates === undefined || !isObject(exports)) return exports;
      return candidates
        .filter((patch) => patch.files?.includes(file.file) ?? isMain())
        .reduce<unknown>((current, patch) => {
          const patched = applyOne(patch, file, current, done);
          if (isObject(patched) && done.has(identityOf(patched))) {
            directories.add(file.directory);
            patchedPackages.add(file.name);
          }
          return patched;
        }, exports);
    },
    hasPatched: (directory) => directories.has(directory),
    hasPatchedPackage: (name) => patchedPackages.has(name),
  };
}

function applyOne(
  patch: ModulePatch,
  file: PackageFile,
  exports: unknown,
  done: WeakSet<object>,
): unknown {
  try {
    if (!isObject(exports)) return exports;
    const identity = identityOf(exports);
    if (done.has(identity)) return exports;
    const version = readVersion(file.directory);
    if (version === undefined || !isVersionIn(version, patch.versions)) {
      diag.warn(
        `${SCOPE}: ${file.name} ${version ?? "of unknown version"} is not instrumented; supported: ${patch.versions.join(" || ")}.`,
      );
      return exports;
    }
    done.add(identity);
    const patched = patch.patch(exports, version);
    if (isObject(patched)) done.add(patched);
    return patched;
  } catch (error) {
    diag.error(`${SCOPE}: could not patch ${file.name}; it works without telemetry.`, error);
    return exports;
  }
}

/** A namespace is not the module: `require` and `import` of one CommonJS file lead to the same object. */
function identityOf(exports: object): object {
  if (Reflect.get(exports, Symbol.toStringTag) !== "Module") return exports;
  const original: unknown = Reflect.get(exports, "default");
  return isObject(original) ? original : exports;
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}
