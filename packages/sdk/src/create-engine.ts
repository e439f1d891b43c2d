import type { EngineName, TelemetryConfig } from "./config/config.ts";
import type { Engine, EngineParts } from "./engine.ts";
import { createUpstreamEngine } from "./upstream/engine.ts";

/** Creates the engine that the configuration names. Registers nothing yet. */
export function createEngine(config: TelemetryConfig, parts: EngineParts): Engine {
  return engines[config.engine](config, parts);
}

const engines: Readonly<Record<EngineName, typeof createUpstreamEngine>> = {
  upstream: createUpstreamEngine,
};
