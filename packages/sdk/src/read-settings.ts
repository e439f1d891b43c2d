import type { ConfigFile } from "./config-file/read-config-file.ts";
import type { LogLevel, TelemetryConfig } from "./config/config.ts";
import type { ConfigOptions } from "./config/options.ts";
import { type ConfigResult, readConfig } from "./config/read-config.ts";
import type { Problem } from "./env/problem.ts";
import type { Environment } from "./env/reader.ts";
import { requireOwn } from "./own-module.ts";
import { withoutUnusableFiles } from "./tls-files.ts";

/** All that configures the SDK, files included. */
export interface Settings extends ConfigResult {
  /** The declarative configuration, when OTEL_CONFIG_FILE names one. */
  readonly file?: ConfigFile;
}

/**
 * Reads the environment, the options and the files that they name. Never throws; what is wrong with a file
 * is a problem like any other.
 */
export function readSettings(env: Environment, options: ConfigOptions): Settings {
  const read = readGuarded(env, options);
  const { config, problems } = withoutUnusableFiles(read.config, env);
  const path = config.configFile;
  const file = path === undefined ? undefined : loadFileReader().readConfigFile(path, env);
  return {
    config: file === undefined ? config : withFile(config, file),
    problems: [...read.problems, ...problems, ...(file?.problems ?? [])],
    settings: read.settings,
    ...(file === undefined ? {} : { file }),
  };
}

function loadFileReader(): typeof import("./config-file/read-config-file.ts") {
  return requireOwn(import.meta.url, "./config-file/read-config-file");
}

/** The types forbid what would throw here; plain JavaScript does not. */
function readGuarded(env: Environment, options: ConfigOptions): ConfigResult {
  try {
    return readConfig(env, options);
  } catch (error) {
    const problem: Problem = {
      variable: "startTelemetry()",
      expected: "options of the documented types",
      used: `telemetry is off (${error instanceof Error ? error.message : String(error)})`,
    };
    const { AGENT_OTEL_STRICT } = env;
    const off = readConfig({ OTEL_SDK_DISABLED: "true", AGENT_OTEL_STRICT });
    return { ...off, problems: [problem, ...off.problems] };
  }
}

/** An unusable file leaves nothing to run; a good one also says how much the SDK tells of itself. */
function withFile(config: TelemetryConfig, { model }: ConfigFile): TelemetryConfig {
  if (model === undefined || model.disabled === true) return { ...config, disabled: true };
  const severity = model.log_level?.replace(/\d$/, "");
  const logLevel = severity === undefined ? undefined : logLevelOf[severity];
  return logLevel === undefined ? config : { ...config, logLevel };
}

/** The severities of the schema without their finer steps. */
const logLevelOf: Readonly<Partial<Record<string, LogLevel>>> = {
  fatal: "error",
  error: "error",
  warn: "warn",
  info: "info",
  debug: "debug",
  trace: "verbose",
};
