import { mcpPatches } from "../genai/mcp/patch.ts";
import { openaiPatch } from "../genai/openai/patch.ts";
import type { ModulePatch } from "./module-patch.ts";

/** An instrumentation of the OpenTelemetry project for a package of the application. */
export interface OfficialInstrumentation {
  /** The package whose first load brings the instrumentation in. */
  readonly package: string;
  /** The instrumentation's package, a dependency of `@opentelemetry/auto-instrumentations-node`. */
  readonly instrumentation: string;
  /** The name under which that package exports the class. */
  readonly exportName: string;
}

/** What is done to packages when the application loads them. */
export interface ModuleInstrumentation {
  /** Patches of our own. */
  readonly patches: readonly ModulePatch[];
  /** Instrumentations of others, each loaded with the first load of its package. */
  readonly official: readonly OfficialInstrumentation[];
}

/** The instrumentations at load whose names `runs` accepts: `mcp`, `openai` and `pino`. */
export function selectModules(runs: (name: string) => boolean): ModuleInstrumentation {
  const selected = [...instrumentations].filter(([name]) => runs(name)).map(([, entry]) => entry);
  return {
    patches: selected.flatMap(({ patches }) => patches),
    official: selected.flatMap(({ official }) => official),
  };
}

const instrumentations: ReadonlyMap<string, ModuleInstrumentation> = new Map([
  ["openai", { patches: [openaiPatch], official: [] }],
  ["mcp", { patches: mcpPatches, official: [] }],
  [
    "pino",
    {
      patches: [],
      official: [
        {
          package: "pino",
          instrumentation: "@opentelemetry/instrumentation-pino",
          exportName: "PinoInstrumentation",
        },
      ],
    },
  ],
]);
