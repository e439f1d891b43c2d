import type { Batch } from "./batch.ts";
import type { DeliveryParts } from "./delivery-parts.ts";
import type { DropFigures } from "./ledger.ts";
import { QueueingDelivery } from "./queueing-delivery.ts";

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
  /** Items that have been tried at least once, those long settled included. */
  readonly triedItems: number;
  /** Items that have been tried and are not settled: under way, or waiting to be tried again. */
  readonly exportingItems: number;
  /** Items that were given up after they had been tried, by cause; the ledger's causes count all. */
  readonly triedAndDropped: DropFigures;
}

/** A delivery as whoever ends the process needs it. */
export interface EndingDelivery extends Delivery {
  /**
   * As {@link flush}, for the end of the process: settles as soon as nothing more can be expected of the endpoint. What
   * is left stays here.
   */
  finish(options: { readonly timeoutMs: number }): Promise<void>;
  /** Takes everything out that is not settled. Its requests end; what becomes of it is the caller's to count. */
  takeRest(): Rest;
}

/** Batches that a delivery has not settled, the oldest first. */
export interface Rest {
  readonly batches: readonly Batch[];
  /** Gives their memory back, but for what a request may still read; that follows with the request's end. */
  release(): void;
}

/**
 * Creates the delivery of one exporter. A batch is tried until it is delivered or refused for good; only the bytes that
 * may wait, and the end of the process, limit how long. While the endpoint is down one batch at a time probes it.
 */
export function createDelivery(parts: DeliveryParts): EndingDelivery {
  return new QueueingDelivery(parts);
}
