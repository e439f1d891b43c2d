import { diag } from "@opentelemetry/api";
import type { TelemetryConfig } from "./config/config.ts";
import type { ConfigOptions } from "./config/options.ts";
import { type ConfigResult, readConfig } from "./config/read-config.ts";
import { createContextManager } from "./context/manager.ts";
import { createDiagLogger, diagLevels } from "./diag-logger.ts";
import { createEngine } from "./create-engine.ts";
import type { Problem } from "./env/problem.ts";
import type { Environment } from "./env/reader.ts";
import { startInstrumentation } from "./instrument/start.ts";
import { type FlushOptions, superviseProcess } from "./lifecycle.ts";
import { createReport, type Report } from "./report.ts";
import { detectResource } from "./resource/detect.ts";

/** Options of {@link startTelemetry}; each wins over the environment. */
export interface TelemetryOptions extends ConfigOptions {
  /** The environment to read. @default process.env */
  readonly env?: Environment;
}

/** The running telemetry. */
export interface Telemetry {
  /** What the environment and the options came to. */
  readonly config: TelemetryConfig;
  /** What was wrong with them; each was printed once. */
  readonly problems: readonly Problem[];
  /** Sends what is finished, within `timeoutMs` (default 3000); never rejects. */
  flush(options?: FlushOptions): Promise<void>;
  /** Sends what is finished and stops, within `timeoutMs` (default 3000); idempotent, never rejects. */
  shutdown(options?: FlushOptions): Promise<void>;
}

/**
 * Starts telemetry for this process: reads the configuration, registers the OpenTelemetry globals and
 * instruments what the application loads from now on, so call it first, or use `@agent-otel/sdk/register`.
 * Never throws: what cannot be done is said on stderr and left out. A second call gives the first's result.
 */
export function startTelemetry(options: TelemetryOptions = {}): Telemetry {
  running ??= start(options);
  return running;
}

let running: Telemetry | undefined;

function start(options: TelemetryOptions): Telemetry {
  const { config, problems } = read(options);
  const report = createReport({ level: config.logLevel });
  for (const problem of problems) report.problem(problem);
  const lifecycle = config.disabled ? idle : run(config, report);
  return { config, problems, ...lifecycle };
}

/** The types forbid what would throw here; plain JavaScript does not. */
function read(given: TelemetryOptions): ConfigResult {
  try {
    const { env = process.env, ...options } = given;
    return readConfig(env, options);
  } catch (error) {
    const used = `telemetry is off (${error instanceof Error ? error.message : String(error)})`;
    const problem = {
      variable: "startTelemetry()",
      expected: "options of the documented types",
      used,
    };
    return { config: readConfig({ OTEL_SDK_DISABLED: "true" }).config, problems: [problem] };
  }
}

const idle: Pick<Telemetry, "flush" | "shutdown"> = {
  flush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};

function run(config: TelemetryConfig, report: Report): Pick<Telemetry, "flush" | "shutdown"> {
  try {
    const contextManager = createContextManager();
    const detectedResource = detectResource();
    const engine = createEngine(config, { report, contextManager, detectedResource });
    diag.setLogger(createDiagLogger(report), {
      logLevel: diagLevels[config.logLevel],
      suppressOverrideMessage: true,
    });
    engine.start();
    startInstrumentation({ contextManager });
    return superviseProcess(engine, report);
  } catch (error) {
    report.warn(`telemetry is off: ${error instanceof Error ? error.message : String(error)}`);
    return idle;
  }
}
