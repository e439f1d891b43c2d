import type { BatchConfig } from "../config/config.ts";

/** How upstream's batch processors gather items; they need a number for the queue. */
export function toUpstreamBatch({
  scheduleDelayMs,
  exportTimeoutMs,
  maxQueueSize,
  maxExportBatchSize,
}: BatchConfig): UpstreamBatch {
  const queueSize = finiteOr(
    Math.max(DEFAULT_QUEUE_SIZE, finiteOr(DEFAULT_BATCH_SIZE, maxExportBatchSize)),
    maxQueueSize,
  );
  return {
    // 0 would count as none at all.
    scheduledDelayMillis: Math.max(1, scheduleDelayMs),
    exportTimeoutMillis: exportTimeoutMs,
    maxQueueSize: queueSize,
    maxExportBatchSize: Math.min(queueSize, finiteOr(DEFAULT_BATCH_SIZE, maxExportBatchSize)),
  };
}

interface UpstreamBatch {
  readonly scheduledDelayMillis: number;
  readonly exportTimeoutMillis: number;
  readonly maxQueueSize: number;
  readonly maxExportBatchSize: number;
}

function finiteOr(preset: number, value: number): number {
  return Number.isFinite(value) ? value : preset;
}

// The specification's defaults of OTEL_BSP_MAX_QUEUE_SIZE and OTEL_BSP_MAX_EXPORT_BATCH_SIZE and their like.
const DEFAULT_QUEUE_SIZE = 2048;
const DEFAULT_BATCH_SIZE = 512;
