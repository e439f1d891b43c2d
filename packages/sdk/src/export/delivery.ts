import type { Batch } from "./batch.ts";

/** Sends the batches of one exporter: in parallel, again when it makes sense, and counts what becomes of them. */
export interface Delivery {
  /**
   * Takes a batch over, to be released by the delivery; never throws. Bounded by bytes over all batches that wait, are
   * tried again or are under way: when there is no room, the oldest that is not under way is dropped ("queue-full").
   */
  accept(batch: Batch): void;
  /** Settles when everything accepted before has been delivered, rejected or dropped, or after `timeoutMs`; never rejects. */
  flush(options: { readonly timeoutMs: number }): Promise<void>;
  /** As {@link flush}; what is left then is dropped ("shutdown"), as is what is accepted later. Idempotent, never rejects. */
  shutdown(options: { readonly timeoutMs: number }): Promise<void>;
  /** Bytes of the batches that are not settled. */
  readonly pendingBytes: number;
}
