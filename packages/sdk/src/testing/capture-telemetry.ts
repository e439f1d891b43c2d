import { configureGenAi, genAiOptions } from "@agent-otel/semconv-genai";
import type { TelemetryConfig } from "../config/config.ts";
import type { ConfigOptions } from "../config/options.ts";
import { readConfig } from "../config/read-config.ts";
import type { Engine } from "../engine.ts";
import type { Environment } from "../env/reader.ts";
import { createNativeEngine } from "../native/engine.ts";
import { createReport } from "../report.ts";
import { detectResource } from "../resource/detect.ts";
import { type BorrowedGlobals, borrowGlobals } from "./api-globals.ts";
import { type ContentPolicy, createContentPolicy } from "../content-policy/content-policy.ts";
import type { CapturedLog, CapturedMetric, CapturedSpan } from "./captured.ts";
import { instrumentOnce } from "./instrument-once.ts";
import { LogStore } from "./log-store.ts";
import { createMetricStore } from "./metric-store.ts";
import { SpanStore } from "./span-store.ts";

/** How {@link captureTelemetry} captures. */
export interface CaptureOptions extends ConfigOptions {
  /**
   * Variables of the pipeline, such as `OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT`. Exporters among them do not
   * count: nothing leaves the process.
   * @default none, so that a test does not depend on the shell it is run from
   */
  readonly env?: Environment;
  /**
   * Instruments the libraries that are loaded from the first capture on, as `@agent-otel/sdk/register` would, unless that
   * is running. It stays for the life of the process.
   * @default true
   */
  readonly instrument?: boolean;
}

/** Telemetry of this process, in memory. */
export interface TelemetryCapture {
  /** Spans that have ended, in the order of their beginning. */
  spans(): readonly CapturedSpan[];
  /** Names of the spans that have begun and not ended. */
  openSpans(): readonly string[];
  /** Log records and events, in order. */
  logs(): readonly CapturedLog[];
  /** All that was measured. */
  metrics(): Promise<readonly CapturedMetric[]>;
  /** Everything captured as one text, to search for what must not be in it. */
  text(): Promise<string>;
  /** Forgets what there is, spans that have not ended included. */
  reset(): Promise<void>;
  /** Ends the capture and registers again what was registered before. Idempotent. */
  stop(): Promise<void>;
  /** As {@link stop}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Captures the telemetry of this process in memory, by the pipeline that an application has: tracer, sampler, limits,
 * content policy, propagators. What was registered with OpenTelemetry's API before is set aside and comes back with
 * `stop()`.
 *
 * @throws When a capture is running already: it would take the other's spans.
 *
 * @example
 * await using telemetry = captureTelemetry();
 * await answer("Where is my order?");
 * assert.equal(agentTree(telemetry.spans()), expected);
 */
export function captureTelemetry(options: CaptureOptions = {}): TelemetryCapture {
  if (running) throw new Error("captureTelemetry() is running already: stop() it first.");
  const { env = {}, instrument = true, ...settings } = options;
  const config = withoutExporters(readConfig(env, settings).config);
  const stores = { spans: new SpanStore(), logs: new LogStore(), metrics: createMetricStore() };
  const globals = borrowGlobals();
  const genAi = genAiOptions();
  const contentPolicy = createContentPolicy(config.content);
  const engine = startEngine(config, { stores, globals, contentPolicy });
  running = true;
  const { genAiConventions: metricVersions, content } = config;
  const [version = genAi.version] = metricVersions;
  const { capture, maxBytes: maxContentBytes } = content;
  const { redact } = contentPolicy;
  configureGenAi({ version, metricVersions, capture, maxContentBytes, redact });
  if (instrument) instrumentOnce(config, globals.contextManager);
  let ending: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    globals.giveBack();
    configureGenAi(genAi);
    running = false;
    await engine.shutdown({ timeoutMs: STOP_MS });
  };
  return captureOf(stores, () => (ending ??= stop()));
}

const STOP_MS = 1000;
let running = false;

/** Only the stores see anything, and the SDK does not measure itself among what the test measures. */
function withoutExporters(config: TelemetryConfig): TelemetryConfig {
  return {
    ...config,
    disabled: false,
    selfMetrics: false,
    traces: { ...config.traces, exporters: [] },
    metrics: { ...config.metrics, exporters: [] },
    logs: { ...config.logs, exporters: [] },
    resourceDetectors: [],
  };
}

interface Stores {
  readonly spans: SpanStore;
  readonly logs: LogStore;
  readonly metrics: ReturnType<typeof createMetricStore>;
}

interface CaptureParts {
  readonly stores: Stores;
  readonly globals: BorrowedGlobals;
  readonly contentPolicy: ContentPolicy;
}

function startEngine(
  config: TelemetryConfig,
  { stores, globals, contentPolicy }: CaptureParts,
): Engine {
  const report = createReport({ level: "none" });
  try {
    const engine = createNativeEngine(config, {
      report,
      contentPolicy,
      contextManager: globals.contextManager,
      detectedResource: detectResource([], report),
      components: {
        spanProcessors: [stores.spans],
        logRecordProcessors: [stores.logs],
        metricReaders: [stores.metrics.reader],
      },
    });
    engine.start();
    globals.redirectTracers();
    return engine;
  } catch (error) {
    globals.giveBack();
    throw error;
  }
}

function captureOf({ spans, logs, metrics }: Stores, stop: () => Promise<void>): TelemetryCapture {
  return {
    spans: () => spans.spans(),
    openSpans: () => spans.open(),
    logs: () => logs.logs(),
    metrics: () => metrics.metrics(),
    text: async () => toText([spans.spans(), logs.logs(), await metrics.metrics()]),
    reset: async () => {
      spans.reset();
      logs.reset();
      await metrics.reset();
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

function toText(everything: unknown): string {
  return JSON.stringify(everything, (key, value: unknown) => {
    // The same once more, with much that is not sent.
    if (key === "readable") return undefined;
    return typeof value === "bigint" ? String(value) : value;
  });
}
