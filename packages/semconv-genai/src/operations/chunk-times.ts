import type { MetricChoice } from "../record-metric.ts";
import type { OperationHandle } from "./operation.ts";

/** Metrics of streamed answers. */
export interface ChunkMetrics {
  readonly timeToFirstChunk?: MetricChoice;
  readonly timePerOutputChunk?: MetricChoice;
}

/**
 * Times the chunks of one answer. The times are kept until the end, when the answering model is known, so that all
 * metrics of a call carry the same attributes.
 */
export class ChunkTimes {
  readonly #operation: OperationHandle;
  readonly #metrics: ChunkMetrics;
  #first: number | undefined;
  #last = 0;
  #gaps: number[] = [];

  constructor(operation: OperationHandle, metrics: ChunkMetrics) {
    this.#operation = operation;
    this.#metrics = metrics;
  }

  /** A chunk arrived. */
  add(): void {
    const now = this.#operation.elapsed();
    if (this.#first === undefined) this.#first = now;
    else if (this.#metrics.timePerOutputChunk !== undefined) this.#gaps.push(now - this.#last);
    this.#last = now;
    if (this.#gaps.length >= MOST_KEPT) this.#recordGaps();
  }

  /** Records what was measured; to be called before the operation ends. */
  finish(): void {
    if (this.#first === undefined || this.#metrics.timeToFirstChunk === undefined) return;
    this.#operation.set({ "gen_ai.response.time_to_first_chunk": this.#first });
    this.#operation.record(this.#metrics.timeToFirstChunk, this.#first);
    this.#recordGaps();
  }

  #recordGaps(): void {
    const gaps = this.#gaps;
    this.#gaps = [];
    const metric = this.#metrics.timePerOutputChunk;
    if (metric !== undefined) this.#operation.recordAll(metric, gaps);
  }
}

/** A stream of any length uses no more memory than this many numbers. */
const MOST_KEPT = 1024;
