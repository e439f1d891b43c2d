import type { ModuleInstrumentation } from "./catalogue.ts";
import { installImportHook } from "./import-hook.ts";
import { createOfficialLoader } from "./official.ts";
import { createPatcher } from "./patcher.ts";
import { hookEvaluation, hookRequire } from "./require-hook.ts";

/**
 * Hooks Node's two module loaders, for the rest of the process: other hooks may come to stand on ours, so they are
 * never taken out. The first call that has anything to instrument decides; later ones change nothing.
 */
export function installModuleHooks({ patches, official }: ModuleInstrumentation): void {
  if (installed || patches.length + official.length === 0) return;
  installed = true;
  const patcher = createPatcher(patches);
  const loader = createOfficialLoader(official);
  const names = official.map((entry) => entry.package);
  if (patches.length > 0) hookEvaluation(patcher);
  if (names.length > 0) hookRequire(loader);
  installImportHook(patches, names, patcher, loader);
}

let installed = false;
