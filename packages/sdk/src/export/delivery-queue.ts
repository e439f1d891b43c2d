import type { Batch } from "./batch.ts";
import { MIN_PAUSE_MS } from "./retry.ts";
import type { StoredBatch } from "./spool/spool.ts";

/** A batch on its way. */
export interface Entry {
  /** While it is on disk and not under way, one without a body. */
  batch: Batch;
  /** Grows with each batch accepted; the halves of a divided one share it. */
  readonly sequence: number;
  /** When it was first tried, or the batch that it is a part of; undefined when it never was. */
  firstAttemptAt: number | undefined;
  /** Failed attempts in a row. */
  failures: number;
  /** Not tried before this time. */
  notBefore: number;
  /** The time until which the server has asked to be left alone with it; 0 when it has not. */
  heldUntil: number;
  /** When it came. */
  readonly since: number;
  /** Where it is on disk, if it is. */
  stored: StoredBatch | undefined;
  /** True when an earlier process has made it. */
  readonly inherited: boolean;
}

/** A batch that has never been tried. */
export function createEntry(
  batch: Batch,
  { sequence, ...known }: Pick<Entry, "sequence"> & Partial<Omit<Entry, "batch">>,
): Entry {
  return {
    batch,
    sequence,
    firstAttemptAt: undefined,
    failures: 0,
    notBefore: 0,
    heldUntil: 0,
    since: 0,
    stored: undefined,
    inherited: false,
    ...known,
  };
}

/** The batches that wait for an attempt, the oldest first. Times are in milliseconds of one clock. */
export class DeliveryQueue {
  readonly #entries: Entry[] = [];
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  /** Items of those that were tried already. */
  get triedItems(): number {
    return this.#entries.reduce(
      (items, { batch, firstAttemptAt }) =>
        items + (firstAttemptAt === undefined ? 0 : batch.items),
      0,
    );
  }

  /** The oldest batch's, or Infinity. */
  get oldestSequence(): number {
    return this.#entries[0]?.sequence ?? Infinity;
  }

  /** Appends the newest. */
  add(entry: Entry): void {
    this.#entries.push(entry);
    this.#count(entry, 1);
  }

  /** Puts one back to its place by age. */
  putBack(entry: Entry): void {
    const younger = this.#entries.findIndex(({ sequence }) => sequence > entry.sequence);
    this.#entries.splice(younger === -1 ? this.#entries.length : younger, 0, entry);
    this.#count(entry, 1);
  }

  /** Takes the oldest that may be tried now. */
  takeDue(now: number): Entry | undefined {
    const index = this.#entries.findIndex(({ notBefore }) => notBefore <= now);
    return index === -1 ? undefined : this.#remove(index);
  }

  /** Takes the oldest that has been here since `time` or longer. */
  takeSince(time: number): Entry | undefined {
    const index = this.#entries.findIndex(({ since }) => since <= time);
    return index === -1 ? undefined : this.#remove(index);
  }

  removeOldest(): Entry | undefined {
    return this.#entries.length === 0 ? undefined : this.#remove(0);
  }

  /** Takes all out, the oldest first. */
  removeAll(): readonly Entry[] {
    this.#bytes = 0;
    return this.#entries.splice(0);
  }

  /** The earliest time at which one may be tried, or Infinity. */
  nextDue(): number {
    return this.#entries.reduce((due, { notBefore }) => Math.min(due, notBefore), Infinity);
  }

  /**
   * An outage of `streak` failed attempts has ended: its victims need not wait out their pauses. A batch that has
   * failed more often than that fails for a reason of its own, and keeps its pause.
   */
  victimsRecover(streak: number, now: number): void {
    if (streak === 0) return;
    for (const entry of this.#entries) recover(entry, streak, now);
  }

  /** Nothing but a server's wish waits longer than until `at`. */
  hurry(at: number): void {
    for (const entry of this.#entries) hurry(entry, at);
  }

  #remove(index: number): Entry | undefined {
    const [entry] = this.#entries.splice(index, 1);
    if (entry !== undefined) this.#count(entry, -1);
    return entry;
  }

  #count({ batch }: Entry, sign: -1 | 1): void {
    this.#bytes += sign * batch.bytes;
  }
}

/** See {@link DeliveryQueue.victimsRecover}. */
export function recover(entry: Entry, streak: number, now: number): void {
  if (entry.failures > 0 && entry.failures <= streak) hurry(entry, now + MIN_PAUSE_MS);
}

/** See {@link DeliveryQueue.hurry}. */
export function hurry(entry: Entry, at: number): void {
  entry.notBefore = Math.max(entry.heldUntil, Math.min(entry.notBefore, at));
}
