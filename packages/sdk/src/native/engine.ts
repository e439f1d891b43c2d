import { context, diag, logs, metrics, propagation, trace } from "@opentelemetry/api";
import type { TelemetryConfig } from "../config/config.ts";
import type { TelemetryComponents } from "../components.ts";
import type { Engine, EngineParts } from "../engine.ts";
import { createSpool } from "../export/spool/create-spool.ts";
import type { Spool } from "../export/spool/spool.ts";
import type { Report } from "../report.ts";
import { bridgeOldLogsApi } from "../logs/old-api-bridge.ts";
import { createPropagator } from "../context/propagator.ts";
import { createResource } from "../resource/resource.ts";
import { createLogs } from "./logs.ts";
import { createMetrics } from "./metrics.ts";
import { createOutlets, type Outlets } from "./outlets.ts";
import { News } from "./news.ts";
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
  const mayHold = holdsProcess(config, components);
  // The last send is a thread's.
  const needsLoop = mayHold || !mayStartThreads();
  return {
    start: () => {
      context.setGlobalContextManager(contextManager);
      propagate(config, components);
      register({ traces, meters, loggers });
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
    ...createLastSteps(outlets, { news, needsLoop, meters }),
    get endNeeds() {
      if (needsLoop) return "loop";
      // At `exit` things are left to the disk, and not sent.
      return outlets.isUnderWay() || spool !== undefined ? "answers" : "nothing";
    },
    shutdown: ({ timeoutMs }) =>
      news.spread(async () => {
        await outlets.limit({ kind: "shutdown", timeoutMs }, () =>
          settle(providers.map((provider) => provider.shutdown())),
        );
        await outlets.close();
      }),
    holdsProcess: mayHold,
    ledger: () => outlets.ledger.snapshot(),
  };
}

interface Providers {
  readonly traces: ReturnType<typeof createTraces>;
  readonly meters: ReturnType<typeof createMetrics>;
  readonly loggers: ReturnType<typeof createLogs>;
}

function register({ traces, meters, loggers }: Providers): void {
  if (traces !== undefined) trace.setGlobalTracerProvider(traces);
  if (meters !== undefined) metrics.setGlobalMeterProvider(meters);
  if (loggers === undefined) return;
  logs.setGlobalLoggerProvider(loggers);
  bridgeOldLogsApi(loggers);
}

interface LastStepsParts {
  readonly news: News;
  readonly needsLoop: boolean;
  readonly meters: SignalProvider | undefined;
}

/** What is done without the event loop. Of what the program has added it is not known whether it has something to send. */
function createLastSteps(
  outlets: Outlets,
  { news, needsLoop, meters }: LastStepsParts,
): Pick<Engine, "gather" | "settleRest" | "watchUnsent"> {
  const collect = (): Promise<void> => settle(meters === undefined ? [] : [meters.forceFlush()]);
  return {
    gather: () => outlets.gather(collect),
    settleRest: (patience) => news.spreadNow(() => outlets.settleRest(patience)),
    ...(needsLoop ? {} : { watchUnsent: (tell) => outlets.watchUnsent(tell) }),
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

/** Upstream's Zipkin exporter, and what the program has added, may have timers and sockets that keep a process alive. */
function holdsProcess({ traces }: TelemetryConfig, components: TelemetryComponents): boolean {
  return (
    traces.exporters.some(({ kind }) => kind === "zipkin") ||
    (components.spanProcessors ?? []).length > 0 ||
    (components.logRecordProcessors ?? []).length > 0 ||
    (components.metricReaders ?? []).length > 0
  );
}

/** False under `--permission` without `--allow-worker`. */
function mayStartThreads(): boolean {
  return process.permission?.has("worker") ?? true;
}

/** What could not be sent was counted where that happened: here it is only waited for. */
async function settle(work: readonly Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(work)) {
    if (result.status === "rejected") diag.debug("flush or shutdown ended with", result.reason);
  }
}
