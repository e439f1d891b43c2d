import { createRequire } from "node:module";
import { type TextMapPropagator, diag, logs } from "@opentelemetry/api";
import type { IMetricReader } from "@opentelemetry/sdk-metrics";
import type { LogRecordProcessor } from "@opentelemetry/sdk-logs";
import type { SpanProcessor } from "@opentelemetry/sdk-trace";
import type { TelemetryComponents } from "../components.ts";
import type { TelemetryConfig } from "../config/config.ts";
import type { Engine, EngineParts } from "../engine.ts";
import { limitVariables } from "../env/limit-variables.ts";
import { endByShutdown } from "./end-by-shutdown.ts";
import { handleUpstreamErrors } from "./error-handler.ts";
import { withoutVariables, withVariables } from "./hidden-environment.ts";
import { runStartHook } from "../trace/start-hook.ts";
import { toUpstreamSpanLimits } from "./limits.ts";
import { createLoggerProvider, createLogProcessors } from "./logs.ts";
import { createMetricReaders } from "./metrics.ts";
import type { ExportParts } from "./otlp-exporter.ts";
import { createPropagator } from "../context/propagator.ts";
import { requireLazily } from "./require-lazily.ts";
import { createResource } from "../resource/resource.ts";
import { createSampler } from "./sampler.ts";
import { createSpanProcessors } from "./traces.ts";

// Synchronous, because `--import` must have everything in place before the application's first line.
const require = createRequire(import.meta.url);

/** The engine of AGENT_OTEL_ENGINE=upstream: NodeSDK, given explicit parts for all that our configuration covers. */
export function createUpstreamEngine(config: TelemetryConfig, parts: EngineParts): Engine {
  const { NodeSDK } = requireSdkNode();
  const { report, canaryWatch, components = {} } = parts;
  handleUpstreamErrors(report);
  let endingUntil = 0;
  const isEnding = (): boolean => performance.now() < endingUntil;
  const exports: ExportParts = { report, isEnding, canaryWatch };
  const { spanProcessors, logRecordProcessors, metricReaders } = createParts(config, {
    exports,
    components,
    contentPolicy: parts.contentPolicy,
  });
  const resource = createResource(config, parts.detectedResource);
  const loggerProvider = createLoggerProvider(config, {
    resource,
    processors: logRecordProcessors,
  });
  const sdk = withoutVariables(["OTEL_SDK_DISABLED", "OTEL_LOG_LEVEL"], () => {
    return new NodeSDK({
      autoDetectResources: false,
      contextManager: parts.contextManager,
      resource,
      sampler: components.sampler ?? createSampler(config.sampler),
      textMapPropagator: components.propagator ?? propagatorOf(config),
      ...(components.idGenerator === undefined ? {} : { idGenerator: components.idGenerator }),
      ...(components.views === undefined ? {} : { views: [...components.views] }),
      spanProcessors,
      spanLimits: toUpstreamSpanLimits(config.spanLimits),
      metricReaders,
      instrumentations: [],
    });
  });
  return endByShutdown({
    start: () => {
      // Else NodeSDK would register a provider of its own, which takes no limits from us.
      const OTEL_NODE_EXPERIMENTAL_SDK_METRICS = String(config.selfMetrics);
      withVariables({ OTEL_LOGS_EXPORTER: "none", OTEL_NODE_EXPERIMENTAL_SDK_METRICS }, () =>
        startWithoutLimits(sdk),
      );
      if (loggerProvider !== undefined) logs.setGlobalLoggerProvider(loggerProvider);
    },
    expectEnd: () => void (endingUntil = performance.now() + ENDING_MS),
    flush: () => flushAll([...spanProcessors, ...logRecordProcessors, ...metricReaders]),
    // NodeSDK's own shutdown settles with the first of its parts that fails.
    shutdown: () =>
      settle(
        [...spanProcessors, ...logRecordProcessors, ...metricReaders].map((part) =>
          part.shutdown(),
        ),
      ),
  });
}

const STARTS: SpanProcessor = {
  onStart: runStartHook,
  onEnd: () => {},
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};

interface UpstreamParts {
  readonly spanProcessors: SpanProcessor[];
  readonly logRecordProcessors: LogRecordProcessor[];
  readonly metricReaders: IMetricReader[];
}

/** What the program has added, and then what the configuration asks for. */
function createParts(
  config: TelemetryConfig,
  {
    exports,
    components,
    contentPolicy,
  }: Pick<EngineParts, "contentPolicy"> & {
    exports: ExportParts;
    components: TelemetryComponents;
  },
): UpstreamParts {
  const { spanProcessors = [], logRecordProcessors = [], metricReaders = [] } = components;
  const seeing = [...spanProcessors, ...createSpanProcessors(config, exports)];
  return {
    spanProcessors: preceded([STARTS, contentPolicy.spanProcessor], seeing),
    logRecordProcessors: preceded(
      [contentPolicy.logProcessor],
      [...logRecordProcessors, ...createLogProcessors(config, exports)],
    ),
    metricReaders: [...metricReaders, ...createMetricReaders(config, exports)].map((reader) =>
      contentPolicy.screenReader(reader),
    ),
  };
}

/** Where nobody looks, nothing is to be done before: the signal is off. */
function preceded<P>(first: readonly P[], processors: readonly P[]): P[] {
  return processors.length === 0 ? [] : [...first, ...processors];
}

/** It would read the limits of spans again, although all are given, and tell what is wrong with them again. */
function startWithoutLimits(sdk: { start(): void }): void {
  withoutVariables(Object.keys(limitVariables), () => sdk.start());
}

function propagatorOf({ propagators, instrumentation }: TelemetryConfig): TextMapPropagator | null {
  return createPropagator(propagators, instrumentation.http.baggageAllow);
}

// An application may catch a signal and live on; then its exporters must try again.
const ENDING_MS = 15_000;

/** Its module imports every exporter, gRPC and YAML; only those that are used shall be loaded. */
function requireSdkNode(): typeof import("@opentelemetry/sdk-node") {
  const lazy = /^@opentelemetry\/(?:configuration|exporter-|otlp-|propagator-)/;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is loaded under this name
  return requireLazily(require, {
    name: "@opentelemetry/sdk-node",
    lazy,
  }) as typeof import("@opentelemetry/sdk-node");
}

function flushAll(
  parts: readonly (IMetricReader | LogRecordProcessor | SpanProcessor)[],
): Promise<void> {
  return settle(parts.map((part) => part.forceFlush()));
}

/** Failed exports were already counted where they happened: here they are only waited for. */
async function settle(promises: readonly Promise<unknown>[]): Promise<void> {
  for (const result of await Promise.allSettled(promises)) {
    if (result.status === "rejected") diag.debug("flush or shutdown ended with", result.reason);
  }
}
