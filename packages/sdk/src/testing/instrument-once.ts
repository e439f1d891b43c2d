import type { ContextManager } from "@opentelemetry/api";
import type { TelemetryConfig } from "../config/config.ts";
import type { EnterableContextManager } from "../context/manager.ts";
import { startInstrumentation } from "../instrument/start.ts";

/**
 * Instruments what the application loads from now on, the first time that it is called in a process that
 * `@agent-otel/sdk/register` does not instrument. Libraries that were loaded before are not seen.
 */
export function instrumentOnce(config: TelemetryConfig, contextManager: ContextManager): void {
  if (done || Reflect.get(globalThis, RUNNING) !== undefined) return;
  if (!isEnterable(contextManager)) return;
  done = true;
  const { instrumentation } = config;
  startInstrumentation({
    contextManager,
    // Metrics of the process would be in every capture.
    instrumentation: {
      ...instrumentation,
      disabled: [...instrumentation.disabled, "runtime-node"],
    },
  });
}

/** As `startTelemetry` says that it runs. */
const RUNNING: symbol = Symbol.for("@agent-otel/sdk running");
let done = false;

/** Another SDK's manager cannot be entered the way that the HTTP server's spans need it. */
function isEnterable(manager: ContextManager): manager is EnterableContextManager {
  return "enterWith" in manager && "startFrom" in manager;
}
