import type { EnterableContextManager } from "../context/manager.ts";

/** What the instrumentation needs from the running SDK. */
export interface InstrumentationOptions {
  /** The context manager that was registered with the API: HTTP server spans are entered through it. */
  readonly contextManager: EnterableContextManager;
}

/** Running instrumentation. */
export interface Instrumentation {
  /** Unsubscribes from everything. Modules that were patched stay patched and do nothing without a provider. */
  stop(): void;
}
