import { anthropicPatch } from "../../genai/anthropic/patch.ts";
import { mcpPatches } from "../../genai/mcp/patch.ts";
import { openaiPatches } from "../../genai/openai/patch.ts";
import { type OfficialInstrumentation, officialInstrumentations } from "./catalogue-official.ts";
import type { ModulePatch } from "./module-patch.ts";
import { winstonPatch } from "./winston-patch.ts";

/** What is done to packages when the application loads them. */
export interface ModuleInstrumentation {
  /** Patches of our own. */
  readonly patches: readonly ModulePatch[];
  /** Instrumentations of others, each loaded with the first load of one of its packages. */
  readonly official: readonly OfficialInstrumentation[];
}

/** The instrumentations at load whose names `runs` accepts. */
export function selectModules(runs: (name: string) => boolean): ModuleInstrumentation {
  return {
    patches: [...ownPatches].filter(([name]) => runs(name)).flatMap(([, patches]) => patches),
    official: officialInstrumentations.filter(({ name }) => runs(name)),
  };
}

/** Our own patches, by the name of the instrumentation. */
export const ownPatches: ReadonlyMap<string, readonly ModulePatch[]> = new Map([
  ["openai", openaiPatches],
  ["anthropic", [anthropicPatch]],
  ["mcp", mcpPatches],
  // Beside upstream's, which injects the ids but sends nothing without a package more.
  ["winston", [winstonPatch]],
]);
