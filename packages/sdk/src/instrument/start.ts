import type { InstrumentationConfig } from "../config/config.ts";
import type { EnterableContextManager } from "../context/manager.ts";
import { requestedInstrumentations } from "./libraries/catalogue-official.ts";
import { selectModules } from "./libraries/catalogue.ts";
import { type CoverageParts, relevantPackages } from "./coverage/coverage.ts";
import { instrumentFastify } from "./http/fastify.ts";
import { installModuleHooks } from "./libraries/hooks.ts";
import { instrumentHttpClient } from "./http/http-client.ts";
import { instrumentHttpServer } from "./http/http-server.ts";
import { type LoadedPackages, createLoadedPackages } from "./coverage/loaded-packages.ts";
import { noteLoads } from "./coverage/note-loads.ts";
import { loadOfficial } from "./libraries/official.ts";
import { startRuntimeMetrics } from "./runtime/runtime-metrics.ts";
import { instrumentUndici } from "./http/undici.ts";

/** What the instrumentation needs from the running SDK. */
export interface InstrumentationOptions {
  /** The context manager that was registered with the API: HTTP server spans are entered through it. */
  readonly contextManager: EnterableContextManager;
  /** What runs, and what of HTTP is recorded. */
  readonly instrumentation: InstrumentationConfig;
  /** What the application has loaded before the pipeline was made. @default what it has loaded now */
  readonly loaded?: LoadedPackages;
  /** Tells whether the program has made telemetry of its own. @default always */
  readonly hasTelemetry?: () => boolean;
}

/** Running instrumentation. */
export interface Instrumentation {
  /** From which the coverage of the application is found. */
  readonly coverage: CoverageParts;
  /**
   * Unsubscribes from everything; may be called more than once. Requests of the server that are in flight are still
   * ended, and modules that were patched stay patched.
   */
  stop(): void;
}

/**
 * Starts to observe HTTP servers, requests of `node:http`, `fetch`, undici and Fastify, and to instrument libraries when the application loads
 * them, each as far as the configuration has it run; nothing is subscribed, hooked or loaded for what does not run. The
 * routes of Fastify belong to the spans of the HTTP server and need them. Call it once, after the tracer, meter and logger providers and the propagator are registered with the API, and
 * before the application is loaded.
 */
export function startInstrumentation({
  contextManager,
  instrumentation,
  loaded = createLoadedPackages(relevantPackages()),
  hasTelemetry = () => true,
}: InstrumentationOptions): Instrumentation {
  const runs = (name: string): boolean => isRunning(instrumentation, name);
  const { http } = instrumentation;
  const stops = [
    ...(runs("http")
      ? [instrumentHttpServer(contextManager, http), instrumentHttpClient(contextManager, http)]
      : []),
    ...(runs("undici") ? [instrumentUndici(http)] : []),
    ...(runs("http") && runs("fastify") ? [instrumentFastify()] : []),
    ...(runs("runtime-node") ? [startRuntimeMetrics(hasTelemetry)] : []),
  ];
  const requested = requestedInstrumentations.filter(({ name }) => runs(name));
  const hooks = installModuleHooks(selectModules(runs), { requested, loaded });
  if (hooks === undefined && stops.length > 0) noteLoads(loaded);
  for (const entry of requested) loadOfficial(entry);
  return {
    coverage: { loaded, hooks, runs },
    stop(): void {
      for (const stop of stops.splice(0)) stop();
    },
  };
}

function isRunning(config: InstrumentationConfig, name: string): boolean {
  const { enabled, added, disabled } = config;
  if (disabled.includes(name)) return false;
  if (added.includes(name)) return true;
  return enabled === undefined
    ? !requestedInstrumentations.some((entry) => entry.name === name)
    : enabled.includes(name);
}
