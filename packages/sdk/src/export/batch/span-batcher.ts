import { AsyncLocalStorage } from "node:async_hooks";
import { toCleanRecord } from "../../trace/clean-record.ts";
import { reportOnce } from "../../trace/report-once.ts";
import type { ResourceSource } from "../../trace/resource-view.ts";
import type { Scope } from "../../trace/scope.ts";
import type { ReadableSpanView } from "../../trace/readable-span.ts";
import type { SpanRecord } from "../../trace/span-record.ts";
import type { SpanSink } from "../../trace/span-sink.ts";
import type { Batch } from "../batch.ts";
import type { Delivery } from "../delivery.ts";
import { smallerSpans } from "../encode/smaller-spans.ts";
import { TooLargeError } from "../encode/protobuf-writer.ts";
import type { RequestFormat } from "../encode/request-format.ts";
import type { DropCause, Ledger } from "../ledger.ts";
import { type BlockPool, createBlockPool } from "./block-pool.ts";
import { sealBatch } from "./sealed-batch.ts";
import { createSpanLog, type SpanLog } from "./span-log.ts";

/** What a span batcher is made of. */
export interface SpanBatcherParts {
  readonly format: RequestFormat;
  readonly delivery: Pick<Delivery, "accept" | "flush" | "pendingBytes" | "shutdown">;
  readonly ledger: Ledger;
  readonly resource: ResourceSource;
  /** Longest time from the first span of a batch to its sealing (OTEL_BSP_SCHEDULE_DELAY). */
  readonly scheduleDelayMs: number;
  /** Most spans of a batch (OTEL_BSP_MAX_EXPORT_BATCH_SIZE). */
  readonly maxExportBatchSize: number;
  /** Most spans that wait or are under way (OTEL_BSP_MAX_QUEUE_SIZE); newer ones are dropped. @default no limit but the bytes */
  readonly maxQueueSize?: number;
  /** Longest time that a flush waits for the delivery (OTEL_BSP_EXPORT_TIMEOUT). */
  readonly exportTimeoutMs: number;
  /** Is given each span that is not lost, as it is encoded. @default nobody */
  readonly mirror?: (span: Uint8Array, scope: Scope) => void;
  /** A batch is sealed when it has this many bytes. @default 1 MiB */
  readonly sealBytes?: number;
  /** Most bytes of a request: 4 MiB for gRPC, 16 MiB for HTTP, which Collectors take by default. */
  readonly maxRequestBytes: number;
  /** Most bytes of the open batch and all that the delivery holds; newer spans are dropped. @default 32 MiB */
  readonly maxPendingBytes?: number;
}

/** Where spans become batches. */
export interface SpanBatcherSink extends SpanSink {
  /** Hands the spans so far to the delivery, at once. Never throws. */
  seal(): void;
}

/** Encodes each span at once and hands full batches to the delivery. */
export function createSpanBatcher(parts: SpanBatcherParts): SpanBatcherSink {
  return new SpanBatcher(parts);
}

const MIB = 1024 * 1024;

class SpanBatcher implements SpanBatcherSink {
  readonly #parts: SpanBatcherParts;
  readonly #sealBytes: number;
  readonly #maxPendingBytes: number;
  readonly #log: SpanLog;
  readonly #pool: BlockPool = createBlockPool();
  /** Runs the batcher's own work outside of the request that happens to end the span, which it would keep in memory. */
  readonly #detached = AsyncLocalStorage.snapshot();
  #frameBytes: number;
  #timer: NodeJS.Timeout | undefined;
  #ending: Promise<void> | undefined;

  constructor(parts: SpanBatcherParts) {
    this.#parts = parts;
    this.#sealBytes = parts.sealBytes ?? MIB;
    this.#maxPendingBytes = parts.maxPendingBytes ?? 32 * MIB;
    this.#log = createSpanLog(parts.format);
    this.#frameBytes = parts.format.encodeResource(parts.resource).length + FRAME_RESERVE;
  }

  add(span: ReadableSpanView): void {
    const { ledger, maxExportBatchSize } = this.#parts;
    ledger.made("traces");
    if (this.#ending !== undefined) {
      ledger.dropped("traces", 1, "shutdown");
      return;
    }
    if (this.#isFull()) {
      ledger.dropped("traces", 1, "queue-full");
      return;
    }
    const lost = this.#append(span);
    if (lost !== undefined) {
      ledger.dropped("traces", 1, lost);
      return;
    }
    this.#parts.mirror?.(this.#log.last(), span.scope);
    if (span.repairs > 0) ledger.repaired("traces", 1, "attributes, events or links");
    if (this.#log.items >= maxExportBatchSize || this.#log.bytes >= this.#sealBytes) this.seal();
    else this.#timer ??= this.#startTimer();
  }

  #isFull(): boolean {
    const { ledger, delivery, maxQueueSize = Infinity } = this.#parts;
    const { bytes } = this.#log;
    if (bytes + delivery.pendingBytes >= this.#maxPendingBytes) return true;
    // The span that asks is counted already.
    return maxQueueSize !== Infinity && ledger.pending("traces") > maxQueueSize;
  }

  async flush(): Promise<void> {
    this.seal();
    await this.#parts.delivery.flush({ timeoutMs: this.#parts.exportTimeoutMs });
  }

  shutdown(): Promise<void> {
    return (this.#ending ??= this.#shutdown());
  }

  async #shutdown(): Promise<void> {
    this.seal();
    await this.#parts.delivery.shutdown({ timeoutMs: this.#parts.exportTimeoutMs });
  }

  /** Gives the cause when the span is lost. */
  #append(span: ReadableSpanView): DropCause | undefined {
    const { maxRequestBytes } = this.#parts;
    const maxBytes = maxRequestBytes - this.#frameBytes;
    try {
      const record = toCleanRecord(span);
      if (!this.#fits(record, maxBytes)) {
        span.repairs += 1;
        if (!this.#appendSmaller(record, maxBytes)) return "too-large";
      }
    } catch (error) {
      reportOnce(this, "A span could not be encoded and is dropped.", error);
      return "encoding";
    }
    return undefined;
  }

  #appendSmaller(record: SpanRecord, maxBytes: number): boolean {
    for (const smaller of smallerSpans(record, maxBytes)) {
      if (this.#fits(smaller, maxBytes)) return true;
    }
    return false;
  }

  #fits(record: SpanRecord, maxBytes: number): boolean {
    try {
      this.#log.append(record, maxBytes);
      return true;
    } catch (error) {
      if (error instanceof TooLargeError) return false;
      throw error;
    }
  }

  #startTimer(): NodeJS.Timeout {
    return this.#detached(() => {
      const timer = setTimeout(() => this.seal(), this.#parts.scheduleDelayMs);
      return timer.unref();
    });
  }

  seal(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { items } = this.#log;
    if (items === 0) return;
    const { format, resource, ledger } = this.#parts;
    try {
      const encoded = format.encodeResource(resource);
      this.#frameBytes = encoded.length + FRAME_RESERVE;
      const tools = { format, pool: this.#pool, resource: encoded };
      const batch = sealBatch(this.#log.contents(), tools);
      this.#detached(() => this.#deliver(batch));
    } catch (error) {
      reportOnce(this, "A batch of spans could not be encoded and is dropped.", error);
      ledger.dropped("traces", items, "encoding");
    }
    this.#log.clear();
  }

  /** The last span may have made the batch too large, or the bytes around the spans, which are known only now. */
  #deliver(batch: Batch): void {
    if (batch.bytes <= this.#parts.maxRequestBytes) {
      this.#parts.delivery.accept(batch);
      return;
    }
    const halves = batch.split();
    if (halves === undefined) {
      this.#parts.ledger.dropped("traces", batch.items, "too-large");
      batch.release();
      return;
    }
    for (const half of halves) this.#deliver(half);
  }
}

/** Room for the lengths around the resource, and a scope's own fields. */
const FRAME_RESERVE = 4096;
