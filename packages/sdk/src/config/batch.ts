import type { EnvReader } from "../env/reader.ts";
import type { BatchConfig } from "./config.ts";

/** How spans (`BSP`) or log records (`BLRP`) are gathered; a batch is never larger than the queue. */
export function readBatch(reader: EnvReader, prefix: "BLRP" | "BSP"): BatchConfig {
  const maxQueueSize = reader.integer(`OTEL_${prefix}_MAX_QUEUE_SIZE`);
  const batchVariable = `OTEL_${prefix}_MAX_EXPORT_BATCH_SIZE` as const;
  const batchSize = reader.integer(batchVariable);
  if (batchSize > maxQueueSize && reader.origin(batchVariable) !== "default") {
    reader.report({
      variable: batchVariable,
      expected: `at most OTEL_${prefix}_MAX_QUEUE_SIZE (${maxQueueSize})`,
      found: String(batchSize),
      used: `using ${maxQueueSize}`,
    });
  }
  const maxExportBatchSize = Math.min(batchSize, maxQueueSize);
  if (Number.isFinite(maxExportBatchSize)) reader.settle(batchVariable, String(maxExportBatchSize));
  return {
    scheduleDelayMs: reader.integer(`OTEL_${prefix}_SCHEDULE_DELAY`),
    exportTimeoutMs: reader.integer(`OTEL_${prefix}_EXPORT_TIMEOUT`),
    maxQueueSize,
    maxExportBatchSize,
  };
}
