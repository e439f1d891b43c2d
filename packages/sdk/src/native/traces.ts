import type { SpanProcessor } from "@opentelemetry/sdk-trace";
import type { OtlpConfig, TelemetryConfig } from "../config/config.ts";
import { createSpanBatcher } from "../export/batch/span-batcher.ts";
import { jsonFormat } from "../export/encode/json-format.ts";
import { protobufFormat } from "../export/encode/protobuf-format.ts";
import { requireOwn } from "../own-module.ts";
import { createSampler } from "../trace/samplers.ts";
import type { SpanSink } from "../trace/span-sink.ts";
import { createTracerProvider, type NativeTracerProvider } from "../trace/tracer-provider.ts";
import { toUpstreamSpanLimits } from "../upstream/limits.ts";
import { maxRequestBytes } from "./outlets.ts";
import { keepSpansOfThreads } from "./threads/span-safety.ts";
import type { SharedParts } from "./shared-parts.ts";

type TraceConfig = Pick<TelemetryConfig, "sampler" | "spanLimits" | "traces">;

/** The tracer provider; `undefined` when nobody wants spans. */
export function createTraces(
  config: TraceConfig,
  shared: SharedParts,
): NativeTracerProvider | undefined {
  const { components, resource, outlets } = shared;
  const sink = createSink(config, shared);
  const processors = [...(components.spanProcessors ?? []), ...createOthers(config, shared)];
  if (sink === undefined && processors.length === 0) return undefined;
  return createTracerProvider({
    resource,
    sampler: components.sampler ?? createSampler(config.sampler),
    limits: toUpstreamSpanLimits(config.spanLimits),
    ledger: outlets.ledger,
    processors,
    endHooks: [shared.contentPolicy.endHook],
    ...(sink === undefined ? {} : { sink }),
    ...(components.idGenerator === undefined ? {} : { idGenerator: components.idGenerator }),
  });
}

function createSink(
  { traces: { exporters, batch } }: TraceConfig,
  { resource, outlets }: SharedParts,
): SpanSink | undefined {
  const config = exporters.find((exporter): exporter is OtlpConfig => exporter.kind === "otlp");
  const delivery = config === undefined ? undefined : outlets.open(config);
  if (config === undefined || delivery === undefined) return undefined;
  const format = config.protocol === "http/json" ? jsonFormat : protobufFormat;
  const safety = keepSpansOfThreads({ format, resource, delivery, outlets });
  const batcher = createSpanBatcher({
    format,
    ...safety,
    ledger: outlets.ledger,
    resource,
    scheduleDelayMs: batch.scheduleDelayMs,
    maxExportBatchSize: batch.maxExportBatchSize,
    maxQueueSize: batch.maxQueueSize,
    exportTimeoutMs: batch.exportTimeoutMs,
    maxRequestBytes: maxRequestBytes(config),
  });
  outlets.sealWith(() => batcher.seal());
  return batcher;
}

/** The console and Zipkin have exporters of OpenTelemetry's own, on its processors. */
function createOthers({ traces }: TraceConfig, { report }: SharedParts): readonly SpanProcessor[] {
  const exporters = traces.exporters.filter(({ kind }) => kind !== "otlp");
  if (exporters.length === 0) return [];
  const upstream: typeof import("../upstream/traces.ts") = requireOwn(
    import.meta.url,
    "../upstream/traces",
  );
  return upstream.createSpanProcessors(
    { traces: { ...traces, exporters } },
    { report, isEnding: () => false },
  );
}
