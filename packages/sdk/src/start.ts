import { context, diag, metrics, propagation } from "@opentelemetry/api";
import type { TelemetryComponents } from "./components.ts";
import type { TelemetryConfig } from "./config/config.ts";
import type { ConfigOptions } from "./config/options.ts";
import { contextFromEnvironment } from "./context/environment.ts";
import { createContextManager } from "./context/manager.ts";
import { createContentPolicy } from "./content-policy/content-policy.ts";
import { measureContents } from "./content-policy/measure.ts";
import { createDiagLogger, diagLevels } from "./diag-logger.ts";
import { createEngine } from "./create-engine.ts";
import type { EngineParts } from "./engine.ts";
import type { Problem } from "./env/problem.ts";
import type { Environment } from "./env/reader.ts";
import type { LedgerFigures } from "./export/ledger.ts";
import { chooseConventions } from "./genai/choose-conventions.ts";
import { endingOpenCalls } from "./genai/open-calls.ts";
import { trustMcpPeers } from "./genai/mcp/trust.ts";
import { setOutboundPolicy } from "./genai/outbound.ts";
import { chooseProviders } from "./genai/providers.ts";
import { readProxySettings } from "./export/transport/proxy.ts";
import { type PackageCoverage, relevantPackages } from "./instrument/coverage/coverage.ts";
import { createLoadedPackages } from "./instrument/coverage/loaded-packages.ts";
import { startInstrumentation } from "./instrument/start.ts";
import { watchCoverage } from "./instrument/coverage/watch-coverage.ts";
import { withWorkerThreads } from "./lifecycle/worker-threads.ts";
import { type FlushOptions, superviseProcess } from "./lifecycle.ts";
import { readSettings, type Settings } from "./read-settings.ts";
import { createReport, type Report } from "./report.ts";
import { detectResource } from "./resource/detect.ts";
import { requireOwn } from "./own-module.ts";
import { describeStart } from "./start-line.ts";
import { createOutboundPolicy } from "./context/outbound-policy.ts";
import { createPropagator } from "./context/propagator.ts";

/** Options of {@link startTelemetry}; each wins over the environment. */
export interface TelemetryOptions extends ConfigOptions {
  /** Processors, samplers and the like that the program has made. @default none */
  readonly components?: TelemetryComponents;
  /** The environment to read. @default process.env */
  readonly env?: Environment;
}

/** The running telemetry. */
export interface Telemetry {
  /** What the environment and the options came to. */
  readonly config: TelemetryConfig;
  /** What was wrong with them; each was printed once. */
  readonly problems: readonly Problem[];
  /** Sends what is finished, within `timeoutMs` (default AGENT_OTEL_SHUTDOWN_TIMEOUT); never rejects. */
  flush(options?: FlushOptions): Promise<void>;
  /** Sends what is finished and stops, within `timeoutMs` (default as for `flush`); idempotent, never rejects. */
  shutdown(options?: FlushOptions): Promise<void>;
  /**
   * How many spans, log records and metric points were made for OTLP endpoints, and how many of them delivered, rejected
   * by the endpoint, dropped (by cause) or not settled yet. `undefined` when telemetry is off, and with the engine
   * `upstream` or OTEL_CONFIG_FILE, where nobody counts.
   */
  ledger(): LedgerFigures | undefined;
  /** What is done with each library that the application has loaded until now. */
  coverage(): readonly PackageCoverage[];
}

/**
 * Starts telemetry for this process: reads the configuration, registers the OpenTelemetry globals and
 * instruments what the application loads from now on, so call it first, or use `@agent-otel/sdk/register`.
 * Never throws: what cannot be done is said on stderr and left out. Only in strict mode (AGENT_OTEL_STRICT) a
 * problem ends the process, with exit code 78. A second call gives the first's result.
 */
export function startTelemetry(options: TelemetryOptions = {}): Telemetry {
  const given = copyOptions(options);
  const running = findRunning();
  if (running !== undefined && Object.keys(given).length > 0) {
    createReport({ level: running.config.logLevel }).warn(
      "startTelemetry() was called while telemetry was running already, so its options do not count. Give them to the first call, or leave out @agent-otel/sdk/register.",
    );
  }
  return startOnce(given, []);
}

/** Read once: an accessor of the application's may throw, and a missing object is none. */
function copyOptions(options: TelemetryOptions | null): TelemetryOptions {
  try {
    return { ...options };
  } catch (error) {
    const unreadable: object = { "(unreadable)": String(error) };
    return unreadable;
  }
}

/** As {@link startTelemetry}, after a file of variables has been read: its problems are the configuration's. */
export function startOnce(options: TelemetryOptions, fileProblems: readonly Problem[]): Telemetry {
  const running = findRunning();
  if (running !== undefined) return running;
  const started = start(options, fileProblems);
  Reflect.set(globalThis, RUNNING, started);
  return started;
}

function findRunning(): Telemetry | undefined {
  return Reflect.get(globalThis, RUNNING);
}

/** Shared by all copies of this package: a second one in the process must not start beside the first. */
const RUNNING: symbol = Symbol.for("@agent-otel/sdk running");

// EX_CONFIG of sysexits.h.
const EXIT_CODE_CONFIG = 78;

function start(
  { env = process.env, components = {}, ...options }: TelemetryOptions,
  fileProblems: readonly Problem[],
): Telemetry {
  const settings = readSettings(env, options);
  const { config } = settings;
  const problems = [...fileProblems, ...settings.problems];
  const report = createReport({ level: config.logLevel });
  if (config.strict && problems.length > 0) {
    report.refuse(problems);
    process.exit(EXIT_CODE_CONFIG);
  }
  for (const problem of problems) report.problem(problem);
  const proxies = readProxySettings(env);
  const lifecycle = config.disabled
    ? stayIdle(config, { report, env })
    : run(settings, { report, proxies, components, env });
  return { config, problems, ...lifecycle };
}

type Running = Pick<Telemetry, "coverage" | "flush" | "ledger" | "shutdown">;

const idle: Running = {
  flush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
  ledger: () => undefined,
  coverage: () => [],
};

/** "OTEL_SDK_DISABLED … has no effect on propagators": context that the application hands on still travels. */
function stayIdle(
  { propagators, configFile }: TelemetryConfig,
  { report, env }: Pick<RunParts, "env" | "report">,
): Running {
  report.info("telemetry is off: nothing is recorded and nothing is sent.");
  if (configFile !== undefined) return idle;
  return guarded(report, () => {
    const contextManager = createContextManager();
    context.setGlobalContextManager(contextManager);
    const propagator = createPropagator(propagators);
    if (propagator !== null) propagation.setGlobalPropagator(propagator);
    contextManager.startFrom(contextFromEnvironment(env));
    return idle;
  });
}

type RunParts = Pick<EngineParts, "components" | "proxies" | "report"> & {
  readonly env: Environment;
};

function run(settings: Settings, { report, env, ...given }: RunParts): Running {
  const { config } = settings;
  return guarded(report, () => {
    const contextManager = createContextManager();
    const loaded = createLoadedPackages(relevantPackages());
    const detectedResource = detectResource(config.resourceDetectors, report);
    diag.setLogger(createDiagLogger(report), {
      logLevel: diagLevels[config.logLevel],
      suppressOverrideMessage: true,
    });
    const { contentHook: _, ...others } = given.components ?? {};
    if (settings.file !== undefined && Object.keys(others).length > 0)
      report.warn("the components of startTelemetry() do not count beside OTEL_CONFIG_FILE.");
    const contentPolicy = createContentPolicy(config.content, {
      hook: given.components?.contentHook,
      tell: (line) => report.info(line),
    });
    const screens = { contentPolicy, canaryWatch: watchCanary(config, report) };
    const parts = { ...given, ...screens, report, contextManager, detectedResource };
    const engine = withWorkerThreads(endingOpenCalls(createEngine(settings, parts)));
    engine.start();
    if (config.selfMetrics && config.configFile === undefined)
      measureContents(metrics.getMeterProvider(), contentPolicy.figures);
    contextManager.startFrom(contextFromEnvironment(env));
    const { instrumentation, shutdownTimeoutMs } = config;
    chooseConventions(config, contentPolicy);
    chooseProviders(config.genAiProviders);
    trustMcpPeers(config.mcpTrust);
    setOutboundPolicy(createOutboundPolicy(instrumentation.http));
    const { coverage } = startInstrumentation({ contextManager, instrumentation, loaded });
    const resource = { ...detectedResource.attributes(), ...config.resource };
    report.info(describeStart({ ...settings, resource }));
    return {
      ...superviseProcess(engine, { report, shutdownTimeoutMs }),
      coverage: watchCoverage(coverage, report),
      ledger: () => engine.ledger?.(),
    };
  });
}

/** Loaded only for a test that plants one. */
function watchCanary(
  { content: { canary }, strict }: TelemetryConfig,
  report: Report,
): EngineParts["canaryWatch"] {
  if (canary === undefined) return undefined;
  const watch: typeof import("./content-policy/canary-watch.ts") = requireOwn(
    import.meta.url,
    "./content-policy/canary-watch",
  );
  return watch.createCanaryWatch({ canary, report, strict });
}

function guarded(report: Report, body: () => Running): Running {
  try {
    return body();
  } catch (error) {
    report.warn(`telemetry is off: ${error instanceof Error ? error.message : String(error)}`);
    return idle;
  }
}
