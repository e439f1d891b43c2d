import type { Batch } from "./batch.ts";
import type { OutcomeBooks } from "./delivery-outcome.ts";
import { createEntry, type DeliveryQueue, type Entry, hurry, recover } from "./delivery-queue.ts";
import type { Shelf, ShelfOwner, StoredBatch } from "./spool/spool.ts";
import { untraced } from "./transport/untraced.ts";

/** What a delivery's shelf is made of. */
export interface DeliveryShelfParts {
  readonly openShelf: ((owner: ShelfOwner) => Shelf) | undefined;
  /** The batches in memory that wait. */
  readonly queue: DeliveryQueue;
  readonly books: OutcomeBooks;
  readonly now: () => number;
  /** True while the endpoint is known not to take anything. */
  readonly isFailing: () => boolean;
  /** Something can be sent that could not, or is settled. */
  readonly onChange: () => void;
}

/**
 * The batches of a delivery that are on disk, and the way there: a batch that has waited for 50 ms, or that comes while
 * the endpoint is away, is written, and its memory given back. What is under way for the first time is not: were it
 * written too, a crash could send each of them twice. For the same reason one of these is under way at a time.
 */
export class DeliveryShelf implements ShelfOwner {
  readonly #parts: DeliveryShelfParts;
  readonly #shelf: Shelf | undefined;
  readonly #own = new Map<StoredBatch, Entry>();
  readonly #inherited = new Map<StoredBatch, Entry>();
  /** The one that is being written. */
  #storing: Entry | undefined;
  #isUnderWay = false;
  #timer: NodeJS.Timeout | undefined;
  #notBefore = -Infinity;

  constructor(parts: DeliveryShelfParts) {
    this.#parts = parts;
    this.#shelf = parts.openShelf?.(this);
  }

  /** Batches on disk that are not under way. */
  get size(): number {
    return this.#own.size + this.#inherited.size;
  }

  /** Bytes in memory of the batch that is being written. */
  get bytes(): number {
    return this.#storing?.batch.bytes ?? 0;
  }

  /** Whether something in memory up to that sequence number is being written. */
  isStoring(upTo: number): boolean {
    return this.#storing !== undefined && this.#storing.sequence <= upTo;
  }

  /** Whether something that this process made is on disk up to that sequence number. */
  isPending(upTo: number): boolean {
    for (const { sequence } of this.#own.values()) if (sequence <= upTo) return true;
    return false;
  }

  /** Takes the oldest that may be tried now, without its body. */
  takeDue(now: number): Entry | undefined {
    if (this.#isUnderWay) return undefined;
    for (const entries of [this.#inherited, this.#own]) {
      for (const [stored, entry] of entries) {
        if (entry.notBefore > now) continue;
        entries.delete(stored);
        this.#isUnderWay = true;
        return entry;
      }
    }
    return undefined;
  }

  /** The earliest time at which one may be tried, or Infinity. */
  nextDue(now: number): number {
    let due = Infinity;
    if (this.#isUnderWay) return due;
    for (const entries of [this.#inherited, this.#own]) {
      for (const { notBefore } of entries.values()) {
        if (notBefore <= now) return notBefore;
        due = Math.min(due, notBefore);
      }
    }
    return due;
  }

  /** Reads the body of one that {@link takeDue} gave; `undefined` when it cannot be read. */
  async load(entry: Entry): Promise<Batch | undefined> {
    const { stored } = entry;
    const batch = stored && (await this.#shelf?.read(stored));
    if (batch !== undefined) entry.batch = batch;
    return batch;
  }

  /** An attempt has failed: back to the disk, behind the others, if it was there. False when it was not. */
  putBack(entry: Entry): boolean {
    if (entry.stored === undefined) return false;
    this.#isUnderWay = false;
    this.#keep(entry, entry.stored);
    return true;
  }

  /** An attempt has ended for good: what comes of it is counted next. */
  settle(entry: Entry): void {
    const { stored } = entry;
    if (stored === undefined) return;
    this.#isUnderWay = false;
    this.#shelf?.remove(stored);
    this.#leave(entry);
  }

  /** The endpoint answers again after `streak` failures. */
  victimsRecover(streak: number, now: number): void {
    if (streak === 0) return;
    for (const entry of this.#all()) recover(entry, streak, now);
  }

  /** Nothing but a server's wish waits longer than until `at`. */
  hurry(at: number): void {
    for (const entry of this.#all()) hurry(entry, at);
  }

  /** Writes what waits too long, one after the other. */
  storeWaiting(): void {
    const { queue, now, isFailing } = this.#parts;
    if (this.#shelf === undefined || this.#storing !== undefined) return;
    const time = now();
    if (time < this.#notBefore) return this.#wake(this.#notBefore - time);
    const entry = queue.takeSince(isFailing() ? Infinity : time - PATIENCE_MS);
    if (entry !== undefined) void untraced(() => this.#store(entry));
    else if (queue.nextDue() !== Infinity) this.#wake(PATIENCE_MS);
  }

  /**
   * Writes at once, because the process ends: these, and what is being written. Gives those that could not be. The
   * memory of those under way is the requests'; that of the others is given back.
   */
  storeSync(waiting: readonly Entry[], underWay: readonly Entry[] = []): readonly Entry[] {
    const storing = this.#storing === undefined ? [] : [this.#storing];
    this.#storing = undefined;
    const all = [...underWay, ...storing, ...waiting];
    return all.filter((entry) => {
      const { batch } = entry;
      if (this.putBack(entry)) return false;
      const stored = this.#shelf?.appendSync(batch);
      if (stored === undefined) return true;
      this.#spooled(entry, stored);
      if (!underWay.includes(entry)) batch.release();
      return false;
    });
  }

  inherit(found: readonly StoredBatch[]): void {
    for (const stored of found) {
      const sequence = Number.MAX_SAFE_INTEGER;
      const entry = createEntry(withoutBody(stored), { sequence, inherited: true });
      this.#parts.books.ledgerOf(entry).made(stored.signal, stored.items);
      this.#spooled(entry, stored);
    }
    this.#parts.onChange();
  }

  giveUp(stored: StoredBatch): boolean {
    const entry = this.#own.get(stored) ?? this.#inherited.get(stored);
    if (entry === undefined) return false;
    this.#own.delete(stored);
    this.#inherited.delete(stored);
    this.#leave(entry);
    this.#parts.books.dropped(entry, "spool-full");
    return true;
  }

  async #store(entry: Entry): Promise<void> {
    const { batch } = entry;
    this.#storing = entry;
    const stored = await this.#shelf?.append(batch);
    // The process ends, and has written it itself.
    if (this.#storing !== entry) return;
    this.#storing = undefined;
    if (stored === undefined) {
      this.#parts.queue.putBack(entry);
      this.#notBefore = this.#parts.now() + PAUSE_MS;
    } else {
      this.#spooled(entry, stored);
      batch.release();
    }
    this.#parts.onChange();
  }

  #spooled(entry: Entry, stored: StoredBatch): void {
    this.#parts.books.ledgerOf(entry).spooled(stored.signal, stored.items);
    entry.stored = stored;
    this.#keep(entry, stored);
  }

  #keep(entry: Entry, stored: StoredBatch): void {
    entry.batch = withoutBody(stored);
    (entry.inherited ? this.#inherited : this.#own).set(stored, entry);
  }

  #leave(entry: Entry): void {
    const { signal, items } = entry.batch;
    entry.stored = undefined;
    this.#parts.books.ledgerOf(entry).unspooled(signal, items);
  }

  #wake(afterMs: number): void {
    if (this.#timer !== undefined) return;
    const wake = (): void => {
      this.#timer = undefined;
      this.storeWaiting();
    };
    this.#timer = untraced(() => setTimeout(wake, Math.ceil(afterMs)).unref());
  }

  #all(): readonly Entry[] {
    return [...this.#inherited.values(), ...this.#own.values()];
  }
}

/** How long a batch may wait in memory alone, in milliseconds: with the time to its sealing less than 200. */
const PATIENCE_MS = 50;

/** After a fault of the disk. */
const PAUSE_MS = 5000;

function withoutBody({ signal, items, contentType }: StoredBatch): Batch {
  return {
    signal,
    items,
    contentType,
    bytes: 0,
    body: [],
    split: () => undefined,
    release: () => {},
  };
}
