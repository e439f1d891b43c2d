import type { Problem } from "../env/problem.ts";
import {
  createEnvReader,
  type Environment,
  type EnvReader,
  type OptionText,
  type Setting,
} from "../env/reader.ts";
import { findUnknownNames } from "../env/unknown-names.ts";
import { engineNames, logLevels } from "../env/values.ts";
import { isVariableName, type VariableName, variables } from "../env/variables.ts";
import { checkUnread } from "./check-unread.ts";
import { readBatch } from "./batch.ts";
import type { TelemetryConfig } from "./config.ts";
import { readContent } from "./content.ts";
import { readDetectors } from "./detectors.ts";
import { readExporters } from "./exporters.ts";
import { readGenAiProviders } from "./genai-providers.ts";
import { readGenAiConventions, readInstrumentation } from "./instrumentation.ts";
import { readLogRecordLimits, readSpanLimits } from "./limits.ts";
import { readMcpTrust } from "./mcp-trust.ts";
import { readMetrics } from "./metrics.ts";
import { toOptionTexts } from "./option-texts.ts";
import type { ConfigOptions } from "./options.ts";
import { readPropagators } from "./propagators.ts";
import { readResource } from "./resource.ts";
import { readSampler } from "./sampler.ts";
import { readSpool } from "./spool.ts";

/** A complete configuration, and what was wrong with the text it was read from. */
export interface ConfigResult {
  readonly config: TelemetryConfig;
  readonly problems: readonly Problem[];
  /** What counts for each variable and where it comes from, credentials masked. */
  readonly settings: ReadonlyMap<VariableName, Setting>;
}

/**
 * Turns an environment into a configuration. Pure: reads nothing but its arguments and never throws;
 * each bad value is a problem that names the variable, what was expected and what is used instead.
 * Precedence: options, environment, default. Beside OTEL_CONFIG_FILE only the variables that such a file
 * cannot say are read.
 */
export function readConfig(env: Environment, options: ConfigOptions = {}): ConfigResult {
  const { texts, problems } = toOptionTexts(options);
  const first = createEnvReader({ env, options: texts });
  // Text that is all control characters still asks for a file, and not for the defaults.
  const configFile = first.text("OTEL_CONFIG_FILE") ?? first.raw("OTEL_CONFIG_FILE");
  const reader = createEnvReader(
    configFile === undefined
      ? { env, options: texts }
      : { env: keepBesideFile(env), options: keepOptionsBesideFile(texts) },
  );
  const general = readGeneral(reader);
  const spoolEnv = configFile === undefined ? env : {};
  const spool = readSpool(reader, { env: spoolEnv, engine: general.engine });
  const isSpooled = spool !== undefined;
  const config: TelemetryConfig = {
    ...general,
    resource: readResource(reader, configFile === undefined ? options : {}),
    propagators: readPropagators(reader),
    sampler: readSampler(reader),
    spanLimits: readSpanLimits(reader),
    logRecordLimits: readLogRecordLimits(reader),
    traces: {
      exporters: readExporters(reader, "traces"),
      batch: readBatch(reader, "BSP", { isSpooled }),
    },
    metrics: readMetrics(reader),
    logs: {
      exporters: readExporters(reader, "logs"),
      batch: readBatch(reader, "BLRP", { isSpooled }),
    },
    resourceDetectors: readDetectors(reader),
    instrumentation: readInstrumentation(reader),
    ...(spool === undefined ? {} : { spool }),
    genAiConventions: readGenAiConventions(reader),
    genAiProviders: readGenAiProviders(reader),
    mcpTrust: readMcpTrust(reader),
    content: readContent(reader),
    ...(configFile === undefined ? {} : { configFile }),
  };
  // Once more, so that what is wrong with it is told with the rest.
  reader.text("OTEL_CONFIG_FILE");
  reportUnsupported(reader);
  checkUnread(reader);
  const useless = configFile === undefined ? [] : findVoidOptions(texts, options);
  return {
    config,
    problems: [...findUnknownNames(env), ...problems, ...useless, ...reader.problems],
    settings: reader.settings,
  };
}

type General = Pick<
  TelemetryConfig,
  "disabled" | "engine" | "logLevel" | "selfMetrics" | "shutdownTimeoutMs" | "strict"
>;

function readGeneral(reader: EnvReader): General {
  return {
    disabled: reader.boolean("OTEL_SDK_DISABLED") ?? false,
    engine: reader.choice("AGENT_OTEL_ENGINE", engineNames) ?? "native",
    logLevel: reader.choice("OTEL_LOG_LEVEL", logLevels) ?? "warn",
    shutdownTimeoutMs: reader.integer("AGENT_OTEL_SHUTDOWN_TIMEOUT"),
    selfMetrics: reader.boolean("OTEL_NODE_EXPERIMENTAL_SDK_METRICS") ?? true,
    strict: reader.boolean("AGENT_OTEL_STRICT") ?? false,
  };
}

function reportUnsupported(reader: EnvReader): void {
  for (const [variable, { unsupported }] of Object.entries(variables)) {
    if (!isVariableName(variable) || unsupported?.[0] !== "any") continue;
    if (reader.raw(variable) === undefined) continue;
    reader.report({
      variable,
      expected: "no value, for the SDK cannot do this",
      used: "it is ignored",
    });
  }
}

/** The file takes the place of options too, for they are the same settings. */
function findVoidOptions(
  texts: ReadonlyMap<VariableName, OptionText>,
  { resourceAttributes }: ConfigOptions,
): readonly Problem[] {
  const names = [...texts]
    .filter(([name]) => !countsBesideFile(name))
    .map(([, { option }]) => option);
  if (resourceAttributes !== undefined) names.push("resourceAttributes");
  return names.map((option) => ({
    variable: `option ${option}`,
    expected: "no such option beside OTEL_CONFIG_FILE",
    used: "the file takes its place",
  }));
}

function keepBesideFile(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([name]) => countsBesideFile(name)));
}

function keepOptionsBesideFile<T>(texts: ReadonlyMap<VariableName, T>): Map<VariableName, T> {
  return new Map([...texts].filter(([name]) => countsBesideFile(name)));
}

function countsBesideFile(name: string): boolean {
  return isVariableName(name) && variables[name].besideConfigFile === true;
}
