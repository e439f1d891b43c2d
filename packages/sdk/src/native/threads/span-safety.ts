import { createRequire } from "node:module";
import { createBlockPool } from "../../export/batch/block-pool.ts";
import { sealBatch } from "../../export/batch/sealed-batch.ts";
import type { Delivery } from "../../export/delivery.ts";
import type { RequestFormat } from "../../export/encode/request-format.ts";
import type { ResourceSource } from "../../trace/resource-view.ts";
import type { Outlets } from "../outlets.ts";
import { createSpanMirror, type SpanMirror } from "./announce.ts";
import { rescueSpans } from "./rescue.ts";

const require = createRequire(import.meta.url);

/** What the spans of threads are kept safe with. */
export interface SpanSafetyParts {
  readonly format: RequestFormat;
  readonly resource: ResourceSource;
  readonly delivery: Pick<Delivery, "accept">;
  readonly outlets: Pick<Outlets, "ledger" | "onSettled" | "sealWith">;
}

/**
 * Keeps the finished spans of threads that are terminated: this thread sends those of the threads that it starts, and,
 * unless it is the main one, keeps its own where the thread that started it finds them. Gives the mirror for those.
 */
export function keepSpansOfThreads(parts: SpanSafetyParts): SpanMirror | undefined {
  const { format, resource, delivery, outlets } = parts;
  const { ledger } = outlets;
  const pool = createBlockPool();
  const rescue = rescueSpans((rescued) => {
    // They are made here, as it were: the books of their thread are gone.
    ledger.made("traces", rescued.spans.length);
    if (rescued.contentType !== format.contentType)
      return ledger.dropped("traces", rescued.spans.length, "encoding");
    delivery.accept(sealBatch(rescued, { format, pool, resource: rescued.resource }));
  });
  outlets.sealWith(() => rescue.takeAll());
  const { isMainThread }: typeof import("node:worker_threads") = require("node:worker_threads");
  if (isMainThread) return undefined;
  const mirror = createSpanMirror(format, resource);
  outlets.onSettled(() => mirror.keep(ledger.pending("traces")));
  return mirror;
}
