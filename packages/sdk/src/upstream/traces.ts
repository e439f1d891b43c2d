import { createRequire } from "node:module";
import type { ReadableSpan, SpanExporter, SpanProcessor } from "@opentelemetry/sdk-trace";
import type { ExporterConfig, OtlpConfig, TelemetryConfig } from "../config/config.ts";
import { toUpstreamBatch } from "./batch.ts";
import { createOtlpExporter, type ExportParts, type OtlpExporterParts } from "./otlp-exporter.ts";
import { createZipkinExporter } from "./zipkin.ts";

const require = createRequire(import.meta.url);

type Load = OtlpExporterParts<ReadableSpan[], SpanExporter>["load"];

const packages: Readonly<Record<OtlpConfig["protocol"], Load>> = {
  "http/protobuf": () => require("@opentelemetry/exporter-trace-otlp-proto").OTLPTraceExporter,
  "http/json": () => require("@opentelemetry/exporter-trace-otlp-http").OTLPTraceExporter,
  grpc: () => require("@opentelemetry/exporter-trace-otlp-grpc").OTLPTraceExporter,
};

/** A processor for each exporter of spans: batches for OTLP and Zipkin, at once for the console. */
export function createSpanProcessors(
  { traces }: Pick<TelemetryConfig, "traces">,
  exports: ExportParts,
): SpanProcessor[] {
  if (traces.exporters.length === 0) return [];
  const sdk: typeof import("@opentelemetry/sdk-trace") = require("@opentelemetry/sdk-trace");
  const { batch } = traces;
  return traces.exporters.flatMap((config): SpanProcessor[] => {
    if (config.kind === "console") {
      return [new sdk.SimpleSpanProcessor({ exporter: new sdk.ConsoleSpanExporter() })];
    }
    const exporter = createExporter(config, exports);
    if (exporter === undefined) return [];
    return [
      new sdk.BatchSpanProcessor({
        exporter,
        ...toUpstreamBatch(batch),
      }),
    ];
  });
}

function createExporter(config: ExporterConfig, exports: ExportParts): SpanExporter | undefined {
  if (config.kind === "zipkin") return createZipkinExporter(config, exports);
  if (config.kind !== "otlp") return undefined;
  return createOtlpExporter(config, {
    load: packages[config.protocol],
    count: (spans: ReadableSpan[]) => spans.length,
    ...exports,
  });
}
