import type { EnterableContextManager } from "../context/manager.ts";
import { OFFICIAL_INSTRUMENTATIONS, OWN_PATCHES } from "./catalogue.ts";
import { instrumentFastify } from "./fastify.ts";
import { installModuleHooks } from "./hooks.ts";
import { instrumentHttpServer } from "./http-server.ts";
import { instrumentUndici } from "./undici.ts";

/** What the instrumentation needs from the running SDK. */
export interface InstrumentationOptions {
  /** The context manager that was registered with the API: HTTP server spans are entered through it. */
  readonly contextManager: EnterableContextManager;
}

/** Running instrumentation. */
export interface Instrumentation {
  /**
   * Unsubscribes from everything; may be called more than once. Requests of the server that are in flight are still
   * ended, and modules that were patched stay patched.
   */
  stop(): void;
}

/**
 * Starts to observe HTTP servers, `fetch`, undici and Fastify, and to instrument libraries when the application loads
 * them. Call it once, after the tracer, meter and logger providers and the propagator are registered with the API, and
 * before the application is loaded.
 */
export function startInstrumentation({ contextManager }: InstrumentationOptions): Instrumentation {
  const stops = [instrumentHttpServer(contextManager), instrumentUndici(), instrumentFastify()];
  installModuleHooks({ patches: OWN_PATCHES, official: OFFICIAL_INSTRUMENTATIONS });
  return {
    stop(): void {
      for (const stop of stops.splice(0)) stop();
    },
  };
}
