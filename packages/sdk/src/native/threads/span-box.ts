import { CHUNK_BYTES, SpanChunk } from "./span-chunk.ts";

/** The finished spans of a thread that are not settled, in shared memory that outlives it. */
export interface SpanBox {
  /** Adds a span; one that finds no room is counted instead. */
  add(span: Uint8Array, scope: number): void;
  /** What was added since the last time, which goes on as a whole; asked again before the next span, it is the same. */
  group(): SpanGroup;
  /** Forgets all spans: everything has been settled. */
  clear(): void;
}

/** Spans that are settled together. */
export interface SpanGroup {
  /** Somebody has a part of them. */
  hold(): void;
  /** A part is settled; with the last one all are. */
  release(): void;
}

/** Who reads the box when its thread cannot. */
export interface BoxReader {
  /** There is another chunk. */
  added(number: number, memory: SharedArrayBuffer): void;
  /** It will not be used any more. */
  removed(number: number): void;
}

/**
 * Bytes of all chunks. A delivery holds 32 MiB and four batches under way are each in a chunk that may not be used
 * again before.
 */
const MAX_BYTES = 40 * CHUNK_BYTES;

/** Creates the box of this thread. `missing` counts the spans that are not settled and found no room. */
export function createSpanBox(missing: Int32Array, reader: BoxReader): SpanBox {
  return new ChunkedBox(missing, reader);
}

class ChunkedBox implements SpanBox {
  readonly #missing: Int32Array;
  readonly #reader: BoxReader;
  readonly #chunks = new Map<SpanChunk, number>();
  #count = 0;
  #bytes = 0;
  #current: SpanChunk | undefined;
  #open: Group | undefined;
  #isTaken = false;

  constructor(missing: Int32Array, reader: BoxReader) {
    this.#missing = missing;
    this.#reader = reader;
  }

  add(span: Uint8Array, scope: number): void {
    if (this.#isTaken) this.#open = undefined;
    this.#isTaken = false;
    this.#open ??= this.#createGroup();
    const chunk = this.#chunkFor(span);
    if (chunk === undefined) {
      this.#open.missing += 1;
      Atomics.add(this.#missing, 0, 1);
      return;
    }
    const from = chunk.position;
    chunk.add(span, scope);
    this.#open.extend(chunk, from);
  }

  group(): SpanGroup {
    this.#isTaken = true;
    return (this.#open ??= this.#createGroup());
  }

  clear(): void {
    for (const chunk of this.#chunks.keys()) chunk.clear();
    Atomics.store(this.#missing, 0, 0);
    this.#open = undefined;
  }

  #createGroup(): Group {
    return new Group((group) => {
      for (const { chunk, from, to, epoch } of group.ranges) {
        if (chunk.epoch === epoch) chunk.settle(from, to);
      }
      Atomics.sub(this.#missing, 0, group.missing);
      this.#removeUnused();
    });
  }

  #chunkFor(span: Uint8Array): SpanChunk | undefined {
    if (this.#current?.fits(span) === true) return this.#current;
    for (const chunk of this.#chunks.keys()) {
      if (chunk.isEmpty && chunk.fits(span)) return (this.#current = chunk);
    }
    if (this.#bytes + Math.max(CHUNK_BYTES, span.length) > MAX_BYTES) return undefined;
    const chunk = new SpanChunk(span.length);
    this.#count += 1;
    this.#chunks.set(chunk, this.#count);
    this.#bytes += chunk.memory.byteLength;
    this.#reader.added(this.#count, chunk.memory);
    return (this.#current = chunk);
  }

  /** One is kept in reserve. */
  #removeUnused(): void {
    const unused = [...this.#chunks].filter(([chunk]) => chunk !== this.#current && chunk.isEmpty);
    for (const [chunk, number] of unused.slice(1)) {
      this.#chunks.delete(chunk);
      this.#bytes -= chunk.memory.byteLength;
      this.#reader.removed(number);
    }
  }
}

interface Range {
  readonly chunk: SpanChunk;
  readonly epoch: number;
  readonly from: number;
  to: number;
}

class Group implements SpanGroup {
  readonly ranges: Range[] = [];
  /** Spans of it that are in no chunk. */
  missing = 0;
  readonly #onSettled: (group: Group) => void;
  #parts = 0;

  constructor(onSettled: (group: Group) => void) {
    this.#onSettled = onSettled;
  }

  /** The chunk has one more of its spans, from there on. */
  extend(chunk: SpanChunk, from: number): void {
    const last = this.ranges.at(-1);
    if (last?.chunk === chunk && last.epoch === chunk.epoch && last.to === from)
      last.to = chunk.position;
    else this.ranges.push({ chunk, epoch: chunk.epoch, from, to: chunk.position });
  }

  hold(): void {
    this.#parts += 1;
  }

  release(): void {
    this.#parts -= 1;
    if (this.#parts > 0) return;
    this.#onSettled(this);
    this.ranges.length = 0;
    this.missing = 0;
  }
}
