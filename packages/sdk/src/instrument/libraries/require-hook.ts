import Module, { createRequire } from "node:module";

import { isApplicationLoad } from "../coverage/application-load.ts";
import type { OfficialLoader } from "./official.ts";
import { packageFileOf } from "./package-path.ts";
import type { Patcher } from "./patcher.ts";

/**
 * Applies our own patches to what the application loads with `require`, right after a file was evaluated: that costs
 * one look at the path for each file and works for files behind any `exports` map.
 */
export function hookEvaluation(patcher: Patcher): void {
  const packages = new Set(patcher.packages);
  const { extensions } = createRequire(import.meta.url);
  const evaluate = extensions[".js"];
  extensions[".js"] = function evaluateAndPatch(module, filename): void {
    evaluate.call(this, module, filename);
    const file = packageFileOf(filename);
    if (file === undefined || !packages.has(file.name)) return;
    const { exports }: { readonly exports: unknown } = module;
    const patched = patcher.apply(file, exports, () => isMainEntry(filename, file.name));
    // A module may have made its exports unchangeable; undici's WebAssembly has.
    if (patched !== exports) Reflect.set(module, "exports", patched);
  };
}

/**
 * Brings in the official instrumentation of what the application loads with `require`. They come with
 * `require-in-the-middle`, which replaces `Module.prototype.require` and examines every later call; so it is not there
 * before the first of them is needed.
 */
export function hookRequire(official: OfficialLoader): void {
  const { prototype } = Module;
  // oxlint-disable-next-line typescript/unbound-method -- called with the module as receiver
  const original = prototype.require;
  prototype.require = function requireAndInstrument(this: Module, id): unknown {
    if (typeof id !== "string" || !official.wants(id) || !isForApplication(this, id)) {
      return original.call(this, id);
    }
    official.load(id);
    // By now the instrumentation's hook stands around this function: go through it.
    return prototype.require.call(this, id);
  };
}

function isMainEntry(filename: string, name: string): boolean {
  try {
    return createRequire(filename).resolve(name) === filename;
  } catch {
    // A package without an entry for `require` has no main entry here.
    return false;
  }
}

/** False for what an exporter loads for itself, and for optional dependencies, which are often tried and absent. */
function isForApplication(parent: Module, id: string): boolean {
  try {
    if (!isApplicationLoad(id, parent.filename)) return false;
    createRequire(parent.filename).resolve(id);
    return true;
  } catch {
    // The application's own require will say so, in its own way.
    return false;
  }
}
