import type { EnvReader } from "../env/reader.ts";
import type { BatchConfig } from "./config.ts";

/**
 * How spans (`BSP`) or log records (`BLRP`) are gathered; a batch is never larger than the queue. With a spool batches
 * are sealed sooner, unless a delay was set: only a sealed batch can be on disk when the process is killed.
 */
export function readBatch(
  reader: EnvReader,
  prefix: "BLRP" | "BSP",
  { isSpooled }: { readonly isSpooled: boolean },
): BatchConfig {
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
  const delayVariable = `OTEL_${prefix}_SCHEDULE_DELAY` as const;
  const delay = reader.integer(delayVariable);
  const isSooner = isSpooled && reader.origin(delayVariable) === "default";
  if (isSooner) reader.settle(delayVariable, String(SPOOLED_DELAY_MS));
  return {
    scheduleDelayMs: isSooner ? SPOOLED_DELAY_MS : delay,
    exportTimeoutMs: reader.integer(`OTEL_${prefix}_EXPORT_TIMEOUT`),
    maxQueueSize,
    maxExportBatchSize,
  };
}

/** With the 50 ms that a batch may wait in memory, and what a disk takes, less than 200. */
const SPOOLED_DELAY_MS = 120;
