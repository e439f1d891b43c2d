import type { BatchConfig } from "../config/config.ts";

/** How upstream's batch processors gather items; they need a number for the queue. */
export function toUpstreamBatch({
  scheduleDelayMs,
  exportTimeoutMs,
  maxQueueSize,
  maxExportBatchSize,
}: BatchConfig): UpstreamBatch {
  return {
    // 0 would count as none at all.
    scheduledDelayMillis: Math.max(1, scheduleDelayMs),
    exportTimeoutMillis: exportTimeoutMs,
    maxQueueSize: Number.isFinite(maxQueueSize)
      ? maxQueueSize
      : Math.max(DEFAULT_QUEUE_SIZE, maxExportBatchSize),
    maxExportBatchSize,
  };
}

interface UpstreamBatch {
  readonly scheduledDelayMillis: number;
  readonly exportTimeoutMillis: number;
  readonly maxQueueSize: number;
  readonly maxExportBatchSize: number;
}

// The specification's default of OTEL_BSP_MAX_QUEUE_SIZE and OTEL_BLRP_MAX_QUEUE_SIZE.
const DEFAULT_QUEUE_SIZE = 2048;
