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

/** What this SDK patches itself. */
export const OWN_PATCHES: readonly ModulePatch[] = [openaiPatch, ...mcpPatches];

/** What is left to the OpenTelemetry project's instrumentations. */
export const OFFICIAL_INSTRUMENTATIONS: readonly OfficialInstrumentation[] = [
  {
    package: "pino",
    instrumentation: "@opentelemetry/instrumentation-pino",
    exportName: "PinoInstrumentation",
  },
];
