import type { Batch } from "../../export/batch.ts";
import type { SpanGroup } from "./span-box.ts";

/** The batch, of which `group` hears when it, or all that it is divided into, is settled or on disk. */
export function trackBatch(batch: Batch, group: SpanGroup): Batch {
  group.hold();
  const { signal, items, bytes, contentType } = batch;
  return {
    signal,
    items,
    bytes,
    contentType,
    get body() {
      return batch.body;
    },
    split: () => {
      const halves = batch.split();
      if (halves === undefined) return undefined;
      const tracked = [trackBatch(halves[0], group), trackBatch(halves[1], group)] as const;
      group.release();
      return tracked;
    },
    release: () => {
      batch.release();
      group.release();
    },
  };
}
