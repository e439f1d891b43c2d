import type { ReadableSpanView } from "./readable-span.ts";

/** Where sampled spans go when they have ended. */
export interface SpanSink {
  /** Takes a span that does not change any more. Never throws. */
  add(span: ReadableSpanView): void;
  /** Settles when everything added before has been delivered or given up; never rejects. */
  flush(): Promise<void>;
  /** As {@link flush}, and takes nothing afterwards. Idempotent. */
  shutdown(): Promise<void>;
}
