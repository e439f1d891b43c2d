import type { OfficialInstrumentation } from "./catalogue-official.ts";
import type { ModuleInstrumentation } from "./catalogue.ts";
import { installImportHook } from "./import-hook.ts";
import type { LoadedPackages } from "../coverage/loaded-packages.ts";
import { createOfficialLoader, type OfficialLoader } from "./official.ts";
import { createPatcher, type Patcher } from "./patcher.ts";
import { hookEvaluation, hookRequire } from "./require-hook.ts";

/** What the hooks have to know beside what they drive. */
export interface HookParts {
  /** Instrumentations that are loaded at the start, whose modules are hooked too. */
  readonly requested: readonly OfficialInstrumentation[];
  /** Is told what the application loads. */
  readonly loaded: LoadedPackages;
}

/** What the hooks drive. */
export interface ModuleHooks {
  readonly patcher: Patcher;
  readonly official: OfficialLoader;
}

/**
 * Hooks Node's two module loaders, for the rest of the process: other hooks may come to stand on ours, so they are
 * never taken out. The first call that has anything to instrument decides; later ones change nothing and give the
 * first's. Undefined while there is nothing to instrument.
 */
export function installModuleHooks(
  { patches, official: catalogue }: ModuleInstrumentation,
  { requested, loaded }: HookParts,
): ModuleHooks | undefined {
  const selected = [...catalogue, ...requested];
  if (installed !== undefined || patches.length + selected.length === 0) return installed;
  const patcher = createPatcher(patches);
  const official = createOfficialLoader(catalogue);
  installed = { patcher, official };
  const names = selected.flatMap(({ packages, subpaths }) => packages.concat(subpaths));
  if (patches.length > 0) hookEvaluation(patcher);
  if (catalogue.length > 0) hookRequire(official);
  installImportHook({ patches, names, loaded, ...installed });
  return installed;
}

let installed: ModuleHooks | undefined;
