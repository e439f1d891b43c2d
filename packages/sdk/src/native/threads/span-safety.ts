import { createRequire } from "node:module";
import { type BlockPool, createBlockPool } from "../../export/batch/block-pool.ts";
import { sealBatch } from "../../export/batch/sealed-batch.ts";
import type { Delivery } from "../../export/delivery.ts";
import type { RequestFormat } from "../../export/encode/request-format.ts";
import type { ResourceSource } from "../../trace/resource-view.ts";
import type { Scope } from "../../trace/scope.ts";
import type { Outlets } from "../outlets.ts";
import { type RescuedSpans, rescueSpans } from "./rescue.ts";
import type { SpanGroup } from "./span-box.ts";
import { createSpanMirror } from "./span-mirror.ts";
import { trackBatch } from "./tracked-batch.ts";

const require = createRequire(import.meta.url);

type BatcherDelivery = Pick<Delivery, "accept" | "flush" | "pendingBytes" | "shutdown">;

/** What the spans of threads are kept safe with. */
export interface SpanSafetyParts {
  readonly format: RequestFormat;
  readonly resource: ResourceSource;
  readonly delivery: BatcherDelivery;
  readonly outlets: Pick<Outlets, "ledger" | "onEnd" | "sealWith">;
}

/** What a batcher is to use. */
export interface SpanSafety {
  readonly delivery: BatcherDelivery;
  readonly mirror?: (span: Uint8Array, scope: Scope) => void;
}

/**
 * Keeps the finished spans of threads that are terminated: this thread sends those of the threads that it, or one of
 * those, starts; and, unless it is the main one, keeps its own where the thread that started it finds them.
 */
export function keepSpansOfThreads(parts: SpanSafetyParts): SpanSafety {
  const { format, resource, delivery, outlets } = parts;
  const { isMainThread }: typeof import("node:worker_threads") = require("node:worker_threads");
  const pool = createBlockPool();
  const rescue = rescueSpans({
    rescued: (spans) => send(spans, parts, { pool, isMainThread }),
    lost: (items) => {
      outlets.ledger.made("traces", items);
      outlets.ledger.dropped("traces", items, "queue-full");
    },
  });
  outlets.sealWith(() => rescue.takeAll());
  if (isMainThread) return { delivery };
  const mirror = createSpanMirror(format, resource);
  outlets.onEnd(() => mirror.clear());
  return {
    mirror: (span, scope) => mirror.add(span, scope),
    delivery: {
      accept: (batch) => delivery.accept(trackBatch(batch, mirror.group())),
      flush: (options) => delivery.flush(options),
      shutdown: (options) => delivery.shutdown(options),
      get pendingBytes() {
        return delivery.pendingBytes;
      },
    },
  };
}

/** They are made here, as it were: the books of their thread are gone. */
function send(
  rescued: RescuedSpans,
  { format, delivery, outlets: { ledger } }: SpanSafetyParts,
  { pool, isMainThread }: { readonly pool: BlockPool; readonly isMainThread: boolean },
): void {
  ledger.made("traces", rescued.spans.length);
  if (rescued.contentType !== format.contentType) {
    ledger.dropped("traces", rescued.spans.length, "encoding");
    rescued.settled();
    return;
  }
  const batch = sealBatch(rescued, { format, pool, resource: rescued.resource });
  if (isMainThread) {
    // With it everything ends.
    rescued.settled();
    delivery.accept(batch);
  } else {
    delivery.accept(trackBatch(batch, groupOf(rescued)));
  }
}

function groupOf(rescued: RescuedSpans): SpanGroup {
  let parts = 0;
  return {
    hold: () => void (parts += 1),
    release: () => {
      parts -= 1;
      if (parts === 0) rescued.settled();
    },
  };
}
