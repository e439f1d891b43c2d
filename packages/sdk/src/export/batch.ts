import type { Signal } from "../env/otlp-variables.ts";

/**
 * A sealed set of items of one signal, encoded and ready to be sent. It is immutable, and owned by whoever holds it:
 * exactly one holder either splits or releases it.
 */
export interface Batch {
  readonly signal: Signal;
  /** Spans, log records or metric points in it; at least one. */
  readonly items: number;
  /** Length of {@link body}, in bytes, before compression. */
  readonly bytes: number;
  /** The whole OTLP export request, in pieces that are written one after the other. Valid until {@link release}. */
  readonly body: readonly Uint8Array[];
  readonly contentType: "application/json" | "application/x-protobuf";
  /**
   * Two smaller batches with the same items in all; undefined for one item, or when the signal cannot be split. After
   * a split this batch is spent: its memory belongs to the halves, and only they are released.
   */
  split(): readonly [Batch, Batch] | undefined;
  /** Gives pooled memory back. Called exactly once, when the batch has been delivered, rejected or dropped. */
  release(): void;
}
