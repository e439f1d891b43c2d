/** A finished span as it is in a box. */
export interface BoxedSpan {
  /** What its thread calls its scope. */
  readonly scope: number;
  readonly start: number;
  readonly end: number;
}

/** The newest finished spans of a thread, in shared memory that outlives it. */
export interface SpanBox {
  /** Adds a span; one that finds no room is left out. */
  add(span: Uint8Array, scope: number): void;
  /** Forgets all but the `newest`: the others have been settled. */
  keep(newest: number): void;
}

/** Bytes of a box: the spans of one batch, usually. */
export const BOX_BYTES: number = 1024 * 1024;

// Numbers at the beginning: where the first span stands, where the last one ends, and whether they are being moved.
const FROM = 0;
const TO = 1;
const MOVING = 2;
const HEADER_BYTES = 16;
/** Before each span: its length and its scope. */
const PREFIX_BYTES = 8;

/** Creates the box of this thread in `memory`, which is empty. */
export function createSpanBox(memory: SharedArrayBuffer): SpanBox {
  return new SharedBox(memory);
}

/** Reads the box of a thread that has ended; gives nothing when it ended while it was tidying up. */
export function readSpanBox(memory: SharedArrayBuffer): {
  readonly source: Uint8Array;
  readonly spans: readonly BoxedSpan[];
} {
  const header = new Int32Array(memory, 0, 3);
  // A copy: whoever is still alive writes on.
  const source = new Uint8Array(memory.byteLength - HEADER_BYTES);
  source.set(new Uint8Array(memory, HEADER_BYTES));
  const view = new DataView(source.buffer);
  const spans: BoxedSpan[] = [];
  if (Atomics.load(header, MOVING) === 1) return { source, spans };
  const to = Atomics.load(header, TO);
  let at = Atomics.load(header, FROM);
  while (at + PREFIX_BYTES <= to) {
    const start = at + PREFIX_BYTES;
    const end = start + view.getUint32(at);
    if (end > to) break;
    spans.push({ scope: view.getUint32(at + 4), start, end });
    at = end;
  }
  return { source, spans };
}

class SharedBox implements SpanBox {
  readonly #header: Int32Array;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  /** Bytes of each, the oldest first; 0 for one that found no room. */
  readonly #sizes: number[] = [];

  constructor(memory: SharedArrayBuffer) {
    this.#header = new Int32Array(memory, 0, 3);
    this.#bytes = new Uint8Array(memory, HEADER_BYTES);
    this.#view = new DataView(memory, HEADER_BYTES);
  }

  add(span: Uint8Array, scope: number): void {
    const size = PREFIX_BYTES + span.length;
    if (this.#to + size > this.#bytes.length) this.#move();
    const at = this.#to;
    const fits = at + size <= this.#bytes.length;
    this.#sizes.push(fits ? size : 0);
    if (!fits) return;
    this.#view.setUint32(at, span.length);
    this.#view.setUint32(at + 4, scope);
    this.#bytes.set(span, at + PREFIX_BYTES);
    // Last, so that whoever reads finds whole spans only.
    Atomics.store(this.#header, TO, at + size);
  }

  keep(newest: number): void {
    const settled = this.#sizes.splice(0, Math.max(0, this.#sizes.length - newest));
    const from = settled.reduce((sum, size) => sum + size, Atomics.load(this.#header, FROM));
    Atomics.store(this.#header, FROM, from);
  }

  get #to(): number {
    return Atomics.load(this.#header, TO);
  }

  #move(): void {
    const from = Atomics.load(this.#header, FROM);
    const to = this.#to;
    Atomics.store(this.#header, MOVING, 1);
    this.#bytes.copyWithin(0, from, to);
    Atomics.store(this.#header, FROM, 0);
    Atomics.store(this.#header, TO, to - from);
    Atomics.store(this.#header, MOVING, 0);
  }
}
