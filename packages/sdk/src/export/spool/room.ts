import type { StoredBatch } from "./spool.ts";

/** A segment that this process answers for. */
export interface Segment extends StoredBatch {
  readonly path: string;
  /** What it takes up. */
  readonly diskBytes: number;
  /** Asks its owner to give it up. True when it is gone. */
  readonly giveUp: () => boolean;
}

/** Keeps the segments of this process, with those of others, below a number of bytes. */
export class Room {
  /** Bytes of the segments of other processes, as last seen. */
  others = 0;
  readonly #maxBytes: number;
  readonly #inherited = new Set<Segment>();
  readonly #own = new Set<Segment>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Bytes that are too many, were `bytes` more to come; 0 or less: none. */
  excess(bytes: number): number {
    return this.#bytes + this.others + bytes - this.#maxBytes;
  }

  /** Counts a new segment in, after having the oldest ones given up. False when there is no room even then. */
  add(segment: Segment): boolean {
    if (!this.#clear(segment.diskBytes)) return false;
    this.#own.add(segment);
    this.#bytes += segment.diskBytes;
    return true;
  }

  /** Counts in what another process has left, the oldest first; if that is too much, the oldest are given up. */
  inherit(segments: readonly Segment[]): void {
    for (const segment of segments) {
      this.#inherited.add(segment);
      this.#bytes += segment.diskBytes;
    }
    this.#clear(0);
  }

  remove(segment: Segment): void {
    if (this.#inherited.delete(segment) || this.#own.delete(segment)) {
      this.#bytes -= segment.diskBytes;
    }
  }

  #clear(bytes: number): boolean {
    // What cannot fit costs nobody else anything.
    if (bytes + this.others > this.#maxBytes) return false;
    for (const segments of [this.#inherited, this.#own]) {
      for (const segment of segments) {
        if (this.excess(bytes) <= 0) return true;
        if (segment.giveUp()) this.remove(segment);
      }
    }
    return this.excess(bytes) <= 0;
  }
}
