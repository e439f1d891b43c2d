import { diag } from "@opentelemetry/api";
import type { LogRecordProcessor, ReadableLogRecord } from "@opentelemetry/sdk-logs";
import type { Delivery } from "../export/delivery.ts";
import { createEncodedBatches } from "../export/encoded-batch.ts";
import type { Ledger } from "../export/ledger.ts";
import type { Serialiser } from "../export/serialiser.ts";
import { MAX_RECORD_BYTES } from "./rough-size.ts";
import { toSendableRecord } from "./sendable-record.ts";

/** What the processor of one exporter of log records needs. */
export interface LogProcessorOptions {
  readonly delivery: Delivery;
  readonly ledger: Ledger;
  readonly serialiser: Serialiser<ReadableLogRecord[]>;
  /** The longest that a record waits for others, in milliseconds. */
  readonly scheduleDelayMs: number;
  /** Records in a batch. */
  readonly maxExportBatchSize: number;
  /** Records that may wait or be under way; newer ones are dropped. `Infinity`: no limit but the bytes. */
  readonly maxQueueSize: number;
  /** Bytes in a request. */
  readonly maxRequestBytes: number;
  /** The longest that a flush may take, in milliseconds. */
  readonly exportTimeoutMs: number;
}

/** A processor of log records whose open batch can be closed at once. */
export interface SealingLogProcessor extends LogRecordProcessor {
  /** Hands the records so far to the delivery. Never throws. */
  seal(): void;
}

/**
 * Collects log records into batches for the delivery. In place of upstream's batch processor, whose queue drops a burst
 * without a word: here a batch is encoded as soon as it is full, and from then on bounded in bytes and counted.
 */
export function createLogProcessor(options: LogProcessorOptions): SealingLogProcessor {
  return new EagerLogProcessor(options);
}

/** The open batch is not made longer than this, in bytes: encoding it holds the process up. */
const SEAL_AT_BYTES = 1024 * 1024;

class EagerLogProcessor implements SealingLogProcessor {
  readonly #options: LogProcessorOptions;
  #open: ReadableLogRecord[] = [];
  #bytes = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: LogProcessorOptions) {
    this.#options = options;
  }

  onEmit(given: ReadableLogRecord): void {
    const { ledger, maxQueueSize } = this.#options;
    ledger.made("logs");
    // The record that asks is counted already.
    if (maxQueueSize !== Infinity && ledger.pending("logs") > maxQueueSize) {
      ledger.dropped("logs", 1, "queue-full");
      return;
    }
    const { record, bytes, isRepaired } = toSendableRecord(given);
    if (bytes > MAX_RECORD_BYTES) {
      ledger.dropped("logs", 1, "too-large");
      return;
    }
    if (isRepaired) ledger.repaired("logs", 1, "log record");
    if (this.#bytes + bytes > SEAL_AT_BYTES) this.seal();
    this.#open.push(record);
    this.#bytes += bytes;
    if (this.#open.length >= this.#options.maxExportBatchSize || this.#bytes >= SEAL_AT_BYTES) {
      this.seal();
      return;
    }
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => this.seal(), this.#options.scheduleDelayMs);
    this.#timer.unref();
  }

  forceFlush({ timeoutMillis }: { timeoutMillis?: number } = {}): Promise<void> {
    this.seal();
    const timeoutMs = timeoutMillis ?? this.#options.exportTimeoutMs;
    return this.#options.delivery.flush({ timeoutMs });
  }

  shutdown(): Promise<void> {
    this.seal();
    return this.#options.delivery.shutdown({ timeoutMs: this.#options.exportTimeoutMs });
  }

  seal(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const records = this.#open;
    this.#open = [];
    this.#bytes = 0;
    if (records.length > 0) this.#send(records);
  }

  #send(records: ReadableLogRecord[]): void {
    const { delivery, serialiser, maxRequestBytes } = this.#options;
    const encoded = this.#encode(records);
    if (encoded === undefined) return;
    const { bytes, items } = encoded;
    const request = { signal: "logs", items, bytes, contentType: serialiser.contentType } as const;
    for (const batch of createEncodedBatches(request, maxRequestBytes)) delivery.accept(batch);
  }

  /** The records are clean; what the serialiser refuses all the same is left out alone. */
  #encode(records: ReadableLogRecord[]): { bytes: Uint8Array; items: number } | undefined {
    const { serialiser, ledger } = this.#options;
    try {
      return { bytes: serialiser.serialise(records), items: records.length };
    } catch (error) {
      const good = records.length === 1 ? [] : records.filter((record) => this.#isWritable(record));
      if (good.length < records.length) {
        diag.debug("a log record cannot be written as OTLP", error);
        ledger.dropped("logs", records.length - good.length, "encoding");
      }
      // Records that are good alone and bad together would try for ever: one after the other then.
      if (good.length === records.length) return this.#giveUp(records, error);
      return good.length === 0 ? undefined : this.#encode(good);
    }
  }

  #isWritable(record: ReadableLogRecord): boolean {
    try {
      this.#options.serialiser.serialise([record]);
      return true;
    } catch {
      // It is counted by the caller.
      return false;
    }
  }

  #giveUp(records: ReadableLogRecord[], error: unknown): undefined {
    diag.error("log records cannot be written as OTLP", error);
    this.#options.ledger.dropped("logs", records.length, "encoding");
  }
}
