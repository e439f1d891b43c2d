import type { Problem } from "../env/problem.ts";
import { findMisspelt } from "../env/misspelt.ts";
import { createEnvReader, type Environment, type EnvReader } from "../env/reader.ts";
import { engineNames, logLevels, propagatorNames } from "../env/values.ts";
import type { BatchConfig, MetricsConfig, PropagatorName, TelemetryConfig } from "./config.ts";
import { readExporters } from "./exporters.ts";
import type { ConfigOptions } from "./options.ts";
import { readResource } from "./resource.ts";
import { readSampler } from "./sampler.ts";
import { withoutNone } from "./without-none.ts";

/** A complete configuration, and what was wrong with the text it was read from. */
export interface ConfigResult {
  readonly config: TelemetryConfig;
  readonly problems: readonly Problem[];
}

/**
 * Turns an environment into a configuration. Pure: reads nothing but its arguments and never throws;
 * each bad value is a problem that names the variable, what was expected and what is used instead.
 */
export function readConfig(env: Environment, options: ConfigOptions = {}): ConfigResult {
  const reader = createEnvReader(env);
  const config: TelemetryConfig = {
    disabled: reader.boolean("OTEL_SDK_DISABLED") ?? false,
    engine: reader.choice("AGENT_OTEL_ENGINE", engineNames) ?? "upstream",
    logLevel: reader.choice("OTEL_LOG_LEVEL", logLevels) ?? "warn",
    resource: readResource(reader, options),
    propagators: readPropagators(reader),
    sampler: readSampler(reader),
    traces: { exporters: readExporters(reader, "traces"), batch: readBatch(reader, "BSP") },
    metrics: readMetrics(reader),
    logs: { exporters: readExporters(reader, "logs"), batch: readBatch(reader, "BLRP") },
  };
  return { config, problems: [...findMisspelt(env), ...reader.problems] };
}

function readPropagators(reader: EnvReader): readonly PropagatorName[] {
  const names = reader.list("OTEL_PROPAGATORS", propagatorNames);
  if (names?.length === 0) {
    reader.report({
      variable: "OTEL_PROPAGATORS",
      expected: "at least one known name, or none",
      used: "no context is propagated",
    });
  }
  return withoutNone(reader, "OTEL_PROPAGATORS", names ?? ["tracecontext", "baggage"]);
}

function readMetrics(reader: EnvReader): MetricsConfig {
  const exportIntervalMs = reader.integer("OTEL_METRIC_EXPORT_INTERVAL", { min: 1 }) ?? 60_000;
  const timeout = reader.integer("OTEL_METRIC_EXPORT_TIMEOUT", { min: 1 }) ?? 30_000;
  return {
    exporters: readExporters(reader, "metrics"),
    exportIntervalMs,
    exportTimeoutMs: Math.min(timeout, exportIntervalMs),
  };
}

function readBatch(reader: EnvReader, prefix: "BLRP" | "BSP"): BatchConfig {
  const delay = prefix === "BSP" ? 5000 : 1000;
  const maxQueueSize = reader.integer(`OTEL_${prefix}_MAX_QUEUE_SIZE`, { min: 1 }) ?? 2048;
  const batchVariable = `OTEL_${prefix}_MAX_EXPORT_BATCH_SIZE` as const;
  const batchSize = reader.integer(batchVariable, { min: 1 });
  if (batchSize !== undefined && batchSize > maxQueueSize) {
    reader.report({
      variable: batchVariable,
      expected: `at most OTEL_${prefix}_MAX_QUEUE_SIZE (${maxQueueSize})`,
      found: String(batchSize),
      used: `using ${maxQueueSize}`,
    });
  }
  return {
    scheduleDelayMs: reader.integer(`OTEL_${prefix}_SCHEDULE_DELAY`, { min: 1 }) ?? delay,
    exportTimeoutMs: reader.integer(`OTEL_${prefix}_EXPORT_TIMEOUT`, { min: 1 }) ?? 30_000,
    maxQueueSize,
    maxExportBatchSize: Math.min(batchSize ?? 512, maxQueueSize),
  };
}
