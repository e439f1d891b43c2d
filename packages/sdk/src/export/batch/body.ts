import { Buffer } from "node:buffer";
import { BLOCK_BYTES, type BlockPool } from "./block-pool.ts";

/** A request body in pieces. */
export interface Body {
  readonly pieces: readonly Uint8Array[];
  /** Gives the pooled pieces back. */
  release(): void;
}

/** Fills a body of a known length front to back. */
export interface BodyWriter {
  /** Bytes so far. */
  readonly length: number;
  append(source: Uint8Array, start: number, end: number): void;
  finish(): Body;
}

/**
 * Creates a body of exactly `bytes`: full blocks from the pool, and what remains in memory of its own size, so that a
 * waiting batch costs as much memory as it has bytes.
 */
export function createBodyWriter(bytes: number, pool: BlockPool): BodyWriter {
  return new BlockBodyWriter(bytes, pool);
}

class BlockBodyWriter implements BodyWriter {
  readonly #pool: BlockPool;
  readonly #blocks: Uint8Array[] = [];
  readonly #rest: Uint8Array;
  #at = 0;

  constructor(bytes: number, pool: BlockPool) {
    this.#pool = pool;
    const full = Math.floor(bytes / BLOCK_BYTES);
    for (let count = 0; count < full; count += 1) this.#blocks.push(pool.take());
    this.#rest = Buffer.allocUnsafeSlow(bytes - full * BLOCK_BYTES);
  }

  get length(): number {
    return this.#at;
  }

  append(source: Uint8Array, start: number, end: number): void {
    let from = start;
    while (from < end) {
      const within = this.#at % BLOCK_BYTES;
      const block = this.#blocks[(this.#at - within) / BLOCK_BYTES] ?? this.#rest;
      const size = Math.min(end - from, block.length - within);
      if (size <= 0) throw new RangeError("the body is longer than it was measured");
      block.set(source.subarray(from, from + size), within);
      from += size;
      this.#at += size;
    }
  }

  finish(): Body {
    const blocks = this.#blocks;
    if (this.#at !== blocks.length * BLOCK_BYTES + this.#rest.length) {
      throw new RangeError("the body is shorter than it was measured");
    }
    const pool = this.#pool;
    return {
      pieces: this.#rest.length > 0 ? [...blocks, this.#rest] : [...blocks],
      release: () => {
        for (const block of blocks.splice(0)) pool.give(block);
      },
    };
  }
}
