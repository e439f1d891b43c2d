import { type OfficialInstrumentation } from "./catalogue.ts";
import { installImportHook } from "./import-hook.ts";
import type { ModulePatch } from "./module-patch.ts";
import { createOfficialLoader } from "./official.ts";
import { createPatcher } from "./patcher.ts";
import { installRequireHook } from "./require-hook.ts";

/** What is instrumented when the application loads it. */
export interface ModuleHookOptions {
  /** Patches of our own. */
  readonly patches: readonly ModulePatch[];
  /** Instrumentations of others, each loaded with the first load of its package. */
  readonly official: readonly OfficialInstrumentation[];
}

/**
 * Hooks Node's two module loaders, for the rest of the process: other hooks may come to stand on ours, so they are
 * never taken out. The first call decides what is instrumented; later ones change nothing.
 */
export function installModuleHooks({ patches, official }: ModuleHookOptions): void {
  if (installed) return;
  installed = true;
  const patcher = createPatcher(patches);
  const loader = createOfficialLoader(official);
  installRequireHook(patcher, loader);
  const names = official.map((entry) => entry.package);
  installImportHook(patches, names, patcher, loader);
}

let installed = false;
