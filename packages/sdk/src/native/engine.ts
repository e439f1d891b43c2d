import { context, diag, logs, metrics, propagation, trace } from "@opentelemetry/api";
import type { TelemetryConfig } from "../config/config.ts";
import type { Engine, EngineParts } from "../engine.ts";
import { bridgeOldLogsApi } from "../logs/old-api-bridge.ts";
import { createPropagator } from "../upstream/propagator.ts";
import { createResource } from "../upstream/resource.ts";
import { within } from "../within.ts";
import { createLogs } from "./logs.ts";
import { createMetrics } from "./metrics.ts";
import { createOutlets } from "./outlets.ts";
import type { SignalProvider } from "./signal-provider.ts";
import { createTraces } from "./traces.ts";

/**
 * The engine of AGENT_OTEL_ENGINE=native: our own tracer and export, OpenTelemetry's metrics and logs on the same
 * export, every item in one ledger.
 */
export function createNativeEngine(config: TelemetryConfig, parts: EngineParts): Engine {
  const { report, contextManager, components = {}, proxies = {} } = parts;
  const resource = createResource(config, parts.detectedResource);
  const outlets = createOutlets({ report, proxies });
  const shared = { resource, outlets, report, components };
  const traces = createTraces(config, shared);
  const meters = createMetrics(config, shared);
  const loggers = createLogs(config, shared);
  const providers = [traces, meters, loggers].filter(
    (provider): provider is NonNullable<typeof provider> => provider !== undefined,
  ) satisfies readonly SignalProvider[];
  return {
    start: () => {
      context.setGlobalContextManager(contextManager);
      const { baggageAllow } = config.instrumentation.http;
      const propagator =
        components.propagator ?? createPropagator(config.propagators, baggageAllow);
      if (propagator !== null) propagation.setGlobalPropagator(propagator);
      if (traces !== undefined) trace.setGlobalTracerProvider(traces);
      if (meters !== undefined) metrics.setGlobalMeterProvider(meters);
      if (loggers !== undefined) {
        logs.setGlobalLoggerProvider(loggers);
        bridgeOldLogsApi(loggers);
      }
      if (meters !== undefined && config.selfMetrics)
        outlets.measure(meters, traces?.spanCounts.bind(traces));
    },
    // Nothing waits for an endpoint that is away: the deliveries know when they are shut down.
    expectEnd: () => {},
    flush: () => settle(providers.map((provider) => provider.forceFlush())),
    shutdown: async ({ timeoutMs }) => {
      outlets.endWithin(timeoutMs);
      await within(timeoutMs, settle(providers.map((provider) => provider.shutdown())));
      await outlets.close();
    },
    ledger: () => outlets.ledger.snapshot(),
  };
}

/** What could not be sent was counted where that happened: here it is only waited for. */
async function settle(work: readonly Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(work)) {
    if (result.status === "rejected") diag.debug("flush or shutdown ended with", result.reason);
  }
}
