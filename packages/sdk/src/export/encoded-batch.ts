import type { Signal } from "../env/otlp-variables.ts";
import type { Batch } from "./batch.ts";
import { divideRequest } from "./divide-request.ts";

/** A request that somebody else has encoded. */
export interface EncodedRequest {
  readonly signal: Signal;
  readonly items: number;
  readonly bytes: Uint8Array;
  readonly contentType: Batch["contentType"];
}

/**
 * Makes batches of an encoded request, none of which is longer than `maxBytes` unless it cannot be divided. They are
 * divided as bytes, so that what was encoded need not be kept.
 */
export function createEncodedBatches(request: EncodedRequest, maxBytes: number): readonly Batch[] {
  if (request.bytes.length <= maxBytes) return [createEncodedBatch(request)];
  const halves = divideRequest(request);
  if (halves === undefined) return [createEncodedBatch(request)];
  return halves.flatMap((half) => createEncodedBatches(half, maxBytes));
}

function createEncodedBatch(request: EncodedRequest): Batch {
  const { signal, items, bytes, contentType } = request;
  return {
    signal,
    items,
    bytes: bytes.length,
    body: [bytes],
    contentType,
    split: () => {
      const halves = divideRequest(request);
      return halves && [createEncodedBatch(halves[0]), createEncodedBatch(halves[1])];
    },
    // Its memory is the garbage collector's.
    release: () => {},
  };
}
