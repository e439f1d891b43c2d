import type { ConfigFile } from "./config-file/read-config-file.ts";
import type { EngineName, TelemetryConfig } from "./config/config.ts";
import type { Engine, EngineParts } from "./engine.ts";
import { createNativeEngine } from "./native/engine.ts";
import { requireOwn } from "./own-module.ts";

interface EngineChoice {
  readonly config: TelemetryConfig;
  /** A declarative configuration is always run by NodeSDK's own support for it. */
  readonly file?: ConfigFile;
}

/** Creates the engine that the configuration names. Registers nothing yet. */
export function createEngine({ config, file }: EngineChoice, parts: EngineParts): Engine {
  return file === undefined
    ? engines[config.engine](config, parts)
    : loadDeclarative().createDeclarativeEngine(file, parts);
}

const engines: Readonly<Record<EngineName, typeof createNativeEngine>> = {
  native: createNativeEngine,
  upstream: (config, parts) => loadUpstream().createUpstreamEngine(config, parts),
};

function loadUpstream(): typeof import("./upstream/engine.ts") {
  return requireOwn(import.meta.url, "./upstream/engine");
}

function loadDeclarative(): typeof import("./upstream/declarative-engine.ts") {
  return requireOwn(import.meta.url, "./upstream/declarative-engine");
}
