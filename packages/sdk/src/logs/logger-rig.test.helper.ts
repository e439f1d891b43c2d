import type { Logger, LogRecord } from "@opentelemetry/api";
import { resourceFromAttributes } from "@opentelemetry/resources";
import type { LogRecordProcessor } from "@opentelemetry/sdk-logs";
import {
  type CollectingDelivery,
  collectingDelivery,
  jsonOf,
} from "../export/collecting-delivery.test.helper.ts";
import { createLedger, type SignalFigures } from "../export/ledger.ts";
import { createLogsSerialiser } from "../export/serialiser.ts";
import { createLogProcessor, type LogProcessorOptions } from "./log-processor.ts";
import { createLoggerProvider, type LoggerProvider } from "./logger-provider.ts";

/** A provider of loggers on a delivery that keeps everything. */
export interface LoggerRig {
  readonly delivery: CollectingDelivery;
  readonly provider: LoggerProvider;
  readonly logger: Logger;
  readonly figures: () => SignalFigures;
  /** What has been handed to the delivery. */
  readonly records: () => readonly JsonRecord[];
}

/** A log record as OTLP/JSON writes it. */
interface JsonRecord {
  readonly body?: { stringValue?: string };
  readonly attributes: readonly { key: string; value: object }[];
  readonly droppedAttributesCount: number;
  readonly severityNumber?: number;
  readonly timeUnixNano: string;
  readonly traceId?: string;
}

/** Makes the rig, with processors of the user's before ours. */
export function createLoggerRig(
  options: Partial<LogProcessorOptions> = {},
  others: readonly LogRecordProcessor[] = [],
): LoggerRig {
  const delivery = collectingDelivery();
  const ledger = createLedger();
  const processor = createLogProcessor({
    delivery,
    ledger,
    serialiser: createLogsSerialiser("http/json"),
    scheduleDelayMs: 1000,
    maxQueueSize: Infinity,
    maxExportBatchSize: 512,
    maxRequestBytes: 4_000_000,
    exportTimeoutMs: 3000,
    ...options,
  });
  const resource = resourceFromAttributes({ "service.name": "test" });
  const provider = createLoggerProvider({ resource, processors: [...others, processor], ledger });
  return {
    delivery,
    provider,
    logger: provider.getLogger("test"),
    figures: () => ledger.snapshot().logs,
    records: () => delivery.batches.flatMap((batch) => recordsIn(jsonOf(batch))),
  };
}

/** A record as processors see it. */
export type SdkLogRecord = Parameters<LogRecordProcessor["onEmit"]>[0];

/** A processor that does this alone. */
export function processorOf(onEmit: (record: SdkLogRecord) => void): LogRecordProcessor {
  return { onEmit, forceFlush: () => Promise.resolve(), shutdown: () => Promise.resolve() };
}

/** Emits what applications pass all the same. */
export function emitAny(logger: Logger, record: unknown): void {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  logger.emit(record as LogRecord);
}

function recordsIn(payload: unknown): readonly JsonRecord[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what OTLP/JSON is
  const { resourceLogs } = payload as {
    resourceLogs: readonly { scopeLogs: readonly { logRecords: readonly JsonRecord[] }[] }[];
  };
  return resourceLogs.flatMap(({ scopeLogs }) => scopeLogs.flatMap(({ logRecords }) => logRecords));
}
