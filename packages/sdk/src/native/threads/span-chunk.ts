/** A finished span as it is in a chunk. */
interface BoxedSpan {
  /** What its thread calls its scope. */
  readonly scope: number;
  readonly start: number;
  readonly end: number;
}

/** Bytes of a chunk: the spans of one batch, usually. A span that is larger has one of its own. */
export const CHUNK_BYTES: number = 1024 * 1024;

// Numbers at the beginning: where the last span ends, how often the room has been used again, and up to where somebody
// else has taken over what is in it.
const TO = 0;
const EPOCH = 1;
const TAKEN = 2;
const HEADER_BYTES = 16;
/** Before each span: its length and its scope, or that it is settled. */
const PREFIX_BYTES = 8;
const SETTLED = 0xff_ff_ff_ff;

/** Finished spans of a thread, one after the other, in shared memory that outlives it. */
export class SpanChunk {
  readonly memory: SharedArrayBuffer;
  readonly #header: Int32Array;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #to = 0;
  #epoch = 0;
  #live = 0;

  /** `spanBytes`: of the span that it is made for. */
  constructor(spanBytes: number) {
    const bytes = HEADER_BYTES + PREFIX_BYTES + spanBytes;
    this.memory = new SharedArrayBuffer(Math.max(CHUNK_BYTES, bytes));
    this.#header = new Int32Array(this.memory, 0, 3);
    this.#bytes = new Uint8Array(this.memory, HEADER_BYTES);
    this.#view = new DataView(this.memory, HEADER_BYTES);
  }

  /** True when nothing in it is still to be settled. */
  get isEmpty(): boolean {
    return this.#live === 0;
  }

  /** Where the next span will stand. */
  get position(): number {
    return this.#to;
  }

  /** Changes when the room is used again: earlier positions mean nothing any more. */
  get epoch(): number {
    return this.#epoch;
  }

  fits({ length }: Uint8Array): boolean {
    return this.#to + PREFIX_BYTES + length <= this.#bytes.length;
  }

  /** Adds a span that fits. */
  add(span: Uint8Array, scope: number): void {
    this.#view.setUint32(this.#to, span.length);
    this.#view.setUint32(this.#to + 4, scope);
    this.#bytes.set(span, this.#to + PREFIX_BYTES);
    this.#to += PREFIX_BYTES + span.length;
    this.#live += 1;
    // Last, so that whoever reads finds whole spans only.
    Atomics.store(this.#header, TO, this.#to);
  }

  /** The spans that stand between these positions need nobody any more. When none does, their room is used again. */
  settle(from: number, to: number): void {
    for (let at = from; at < to; at += PREFIX_BYTES + this.#view.getUint32(at)) {
      this.#view.setUint32(at + 4, SETTLED);
      this.#live -= 1;
    }
    if (this.#live === 0) this.clear();
  }

  /** Forgets all spans. */
  clear(): void {
    this.#live = 0;
    this.#to = 0;
    this.#epoch += 1;
    Atomics.store(this.#header, TO, 0);
    Atomics.store(this.#header, TAKEN, 0);
    Atomics.store(this.#header, EPOCH, this.#epoch);
  }
}

/** What was in a chunk. */
export interface ChunkContents {
  readonly source: Uint8Array;
  /** The spans that nobody has settled. */
  readonly spans: readonly BoxedSpan[];
  /** Says that somebody sees to them: the next look does not find them. */
  readonly taken: () => void;
}

/** Reads a chunk of a thread that has ended, or at least will not settle anything any more. */
export function readChunk(memory: SharedArrayBuffer): ChunkContents {
  const header = new Int32Array(memory, 0, 3);
  for (let attempt = 1; ; attempt += 1) {
    const epoch = Atomics.load(header, EPOCH);
    const from = Atomics.load(header, TAKEN);
    const to = Atomics.load(header, TO);
    // A copy: whoever is still alive writes on.
    const source = new Uint8Array(memory.byteLength - HEADER_BYTES);
    source.set(new Uint8Array(memory, HEADER_BYTES));
    const isTorn = Atomics.load(header, EPOCH) !== epoch;
    if (isTorn && attempt < MOST_ATTEMPTS) continue;
    return {
      source,
      spans: isTorn ? [] : parse(source, from, to),
      taken: () => {
        if (Atomics.load(header, EPOCH) === epoch) Atomics.store(header, TAKEN, to);
      },
    };
  }
}

const MOST_ATTEMPTS = 5;

function parse(source: Uint8Array, from: number, to: number): readonly BoxedSpan[] {
  const view = new DataView(source.buffer);
  const spans: BoxedSpan[] = [];
  let at = from;
  while (at >= 0 && at + PREFIX_BYTES <= Math.min(to, source.length)) {
    const start = at + PREFIX_BYTES;
    const end = start + view.getUint32(at);
    const scope = view.getUint32(at + 4);
    if (end > to || end > source.length) break;
    if (scope !== SETTLED) spans.push({ scope, start, end });
    at = end;
  }
  return spans;
}
