import type { Batch } from "./batch.ts";
import type { Delivery } from "./delivery.ts";
import { noDrops } from "./ledger.ts";

/** A delivery that keeps what it accepts, and counts the flushes. */
export interface CollectingDelivery extends Delivery {
  readonly batches: Batch[];
  readonly ends: string[];
}

/** Makes one. */
export function collectingDelivery(): CollectingDelivery {
  const batches: Batch[] = [];
  const ends: string[] = [];
  return {
    batches,
    ends,
    accept: (batch) => void batches.push(batch),
    flush: ({ timeoutMs }) => Promise.resolve(void ends.push(`flush ${timeoutMs}`)),
    shutdown: ({ timeoutMs }) => Promise.resolve(void ends.push(`shutdown ${timeoutMs}`)),
    pendingBytes: 0,
    triedItems: 0,
    exportingItems: 0,
    triedAndDropped: noDrops(),
  };
}

/** The JSON in a batch. */
export function jsonOf({ body }: Batch): unknown {
  return JSON.parse(Buffer.concat(body).toString("utf8"));
}
