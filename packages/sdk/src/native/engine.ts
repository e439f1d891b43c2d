import { context, diag, logs, metrics, propagation, trace } from "@opentelemetry/api";
import type { TelemetryConfig } from "../config/config.ts";
import type { TelemetryComponents } from "../components.ts";
import type { Engine, EngineParts } from "../engine.ts";
import type { Ledger } from "../export/ledger.ts";
import { createSpool } from "../export/spool/create-spool.ts";
import type { Spool } from "../export/spool/spool.ts";
import type { Report } from "../report.ts";
import { bridgeOldLogsApi } from "../logs/old-api-bridge.ts";
import { createPropagator } from "../context/propagator.ts";
import { createResource } from "../resource/resource.ts";
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
  const { report, contextManager, contentPolicy, components = {}, proxies = {} } = parts;
  const resource = createResource(config, parts.detectedResource);
  const spool = openSpool(config, { service: resource.attributes["service.name"], report });
  const outlets = createOutlets({ report, proxies, spool, canaryWatch: parts.canaryWatch });
  const shared = { resource, outlets, report, components, contentPolicy };
  const traces = createTraces(config, shared);
  const meters = createMetrics(config, shared);
  const loggers = createLogs(config, shared);
  const providers = [traces, meters, loggers].filter(
    (provider): provider is NonNullable<typeof provider> => provider !== undefined,
  ) satisfies readonly SignalProvider[];
  const flush = (kind: "finish" | "flush", timeoutMs: number): Promise<void> =>
    outlets.limit({ kind, timeoutMs }, () =>
      settle(providers.map((provider) => provider.forceFlush())),
    );
  const news = new News(outlets.ledger);
  return {
    start: () => {
      context.setGlobalContextManager(contextManager);
      propagate(config, components);
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
    flush: ({ timeoutMs }) => flush("flush", timeoutMs),
    finish: ({ timeoutMs }) => news.spread(() => flush("finish", timeoutMs)),
    get hasNews() {
      return news.isNew;
    },
    settleRest: (patience) => outlets.settleRest(patience),
    shutdown: ({ timeoutMs }) =>
      news.spread(async () => {
        await outlets.limit({ kind: "shutdown", timeoutMs }, () =>
          settle(providers.map((provider) => provider.shutdown())),
        );
        await outlets.close();
      }),
    holdsProcess: holdsProcess(config, components),
    ledger: () => outlets.ledger.snapshot(),
  };
}

function propagate(
  { propagators, instrumentation }: TelemetryConfig,
  { propagator }: TelemetryComponents,
): void {
  const chosen = propagator ?? createPropagator(propagators, instrumentation.http.baggageAllow);
  if (chosen !== null) propagation.setGlobalPropagator(chosen);
}

function openSpool(
  { spool }: TelemetryConfig,
  { service, report }: { service: unknown; report: Report },
): Spool | undefined {
  return spool && createSpool({ ...spool, service: String(service), report });
}

/** Whether something has been made that no end of the process has seen. */
class News {
  readonly #ledger: Ledger;
  #known: number | undefined;
  #underWay = 0;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  get isNew(): boolean {
    return this.#underWay > 0 || this.#known !== this.#made();
  }

  /** Until it has settled, what it sends is still new. */
  async spread(work: () => Promise<void>): Promise<void> {
    const made = this.#made();
    this.#underWay += 1;
    try {
      await work();
    } finally {
      this.#underWay -= 1;
      this.#known = made;
    }
  }

  /** Metrics are no news: each look at them makes some. */
  #made(): number {
    const figures = this.#ledger.snapshot();
    return figures.traces.made + figures.logs.made;
  }
}

/** Upstream's Zipkin exporter, and what the program has added, may have timers and sockets that keep a process alive. */
function holdsProcess({ traces }: TelemetryConfig, components: TelemetryComponents): boolean {
  return (
    traces.exporters.some(({ kind }) => kind === "zipkin") ||
    (components.spanProcessors ?? []).length > 0 ||
    (components.logRecordProcessors ?? []).length > 0 ||
    (components.metricReaders ?? []).length > 0
  );
}

/** What could not be sent was counted where that happened: here it is only waited for. */
async function settle(work: readonly Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(work)) {
    if (result.status === "rejected") diag.debug("flush or shutdown ended with", result.reason);
  }
}
