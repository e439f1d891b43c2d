import type { StoredBatch } from "./spool.ts";

/** A segment on disk, whoever has written it. */
export interface Piece {
  /** Its file's name: names sort by age. */
  readonly name: string;
  /** What it takes up. */
  readonly diskBytes: number;
  /** Asks whoever answers for it to give it up. True when it is gone, or will be at once. */
  readonly giveUp: () => boolean;
}

/** A segment that this process answers for. */
export interface Segment extends StoredBatch, Piece {
  readonly path: string;
  /** False while it is being written. */
  readonly isWhole: () => boolean;
}

/** The segments of all other processes, as somebody has seen them. */
export interface OtherPieces {
  readonly bytes: number;
  /** The oldest of them, in order. */
  readonly oldest: readonly Piece[];
}

/** Keeps the segments of all processes below a number of bytes: the oldest go first, whosever they are. */
export class Room {
  readonly #maxBytes: number;
  #inherited = new Set<Segment>();
  /** The name of the newest of them. */
  #newest = "";
  readonly #own = new Set<Segment>();
  #others = new Set<Piece>();
  #bytes = 0;
  #otherBytes = 0;
  #written = 0;
  #isSeen = false;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Whether what others have written may matter: much is taken, or this process has written much since it looked. */
  get wantsLook(): boolean {
    if (!this.#isSeen) return true;
    const isTight = this.#bytes + this.#otherBytes > this.#maxBytes / 2;
    return this.#written > 0 && (isTight || this.#written > this.#maxBytes / 16);
  }

  /** Counts a new segment in, after having the oldest ones given up. False when there is no room even then. */
  add(segment: Segment): boolean {
    if (!this.clear(segment.diskBytes)) return false;
    this.#own.add(segment);
    this.#bytes += segment.diskBytes;
    this.#written += segment.diskBytes;
    return true;
  }

  /** Counts in what other processes have left, the oldest first. If that is too much, {@link clear} sees to it. */
  inherit(segments: readonly Segment[]): void {
    const isInOrder = (segments[0]?.name ?? "") >= this.#newest;
    for (const segment of segments) {
      this.#inherited.add(segment);
      this.#bytes += segment.diskBytes;
      if (segment.name > this.#newest) this.#newest = segment.name;
    }
    if (isInOrder) return;
    const all = [...this.#inherited];
    this.#inherited = new Set(all.toSorted((a, b) => compareAge(a.name, b.name)));
  }

  /** Counts what the others have, instead of what they had. */
  see({ bytes, oldest }: OtherPieces): void {
    this.#others = new Set(oldest);
    this.#otherBytes = bytes;
    this.#written = 0;
    this.#isSeen = true;
  }

  /** Forgets what the others have. */
  seeNothing(): void {
    this.#others.clear();
    this.#otherBytes = 0;
    this.#isSeen = false;
  }

  remove(segment: Segment): void {
    if (this.#inherited.delete(segment) || this.#own.delete(segment)) {
      this.#bytes -= segment.diskBytes;
    }
  }

  /** Makes room for so many bytes more. False when there is none, because it is all under way. */
  clear(bytes: number = 0): boolean {
    // What cannot fit costs nobody anything.
    if (bytes > this.#maxBytes) return false;
    for (const piece of oldestFirst([this.#inherited, this.#own, this.#others])) {
      if (this.#excess(bytes) <= 0) return true;
      if (piece.giveUp()) this.#leave(piece);
    }
    return this.#excess(bytes) <= 0;
  }

  /** Those that this process answers for, the oldest first. */
  get segments(): Iterable<Segment> {
    return oldestFirst([this.#inherited, this.#own]);
  }

  #excess(bytes: number): number {
    return this.#bytes + this.#otherBytes + bytes - this.#maxBytes;
  }

  /** One that this process answers for has been removed by its owner. */
  #leave(piece: Piece): void {
    if (this.#others.delete(piece)) this.#otherBytes -= piece.diskBytes;
  }
}

/** Compares names of segments; see `formatSegmentName()`. */
export function compareAge(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Goes through sets that are each in order. What was given out may be deleted meanwhile. */
function* oldestFirst<P extends Piece>(sets: readonly ReadonlySet<P>[]): Generator<P> {
  const queues = sets.map((set) => set.values());
  const heads = queues.map((queue) => queue.next());
  for (;;) {
    let oldest = -1;
    for (const [index, head] of heads.entries()) {
      const best = heads[oldest];
      if (head.done === true) continue;
      if (best?.value === undefined || compareAge(head.value.name, best.value.name) < 0)
        oldest = index;
    }
    const [head, queue] = [heads[oldest], queues[oldest]];
    if (head?.value === undefined || queue === undefined) return;
    yield head.value;
    heads[oldest] = queue.next();
  }
}
