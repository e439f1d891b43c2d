import type { Batch } from "./batch.ts";
import { InFlight } from "./delivery-in-flight.ts";
import type { OutcomeBooks } from "./delivery-outcome.ts";
import { DeliveryQueue, type Entry } from "./delivery-queue.ts";
import { DeliveryShelf, type DeliveryShelfParts } from "./delivery-shelf.ts";
import type { Rest } from "./delivery.ts";

/** What a stock is made of. */
export interface StockParts extends Omit<DeliveryShelfParts, "queue"> {
  readonly books: OutcomeBooks;
  /** Bytes that may be in memory. */
  readonly maxPendingBytes: number;
}

/** All that a delivery has not settled: what waits in memory, what waits on disk, and what is under way. */
export class DeliveryStock {
  readonly #books: OutcomeBooks;
  readonly #isFailing: () => boolean;
  readonly #maxPendingBytes: number;
  readonly #queue = new DeliveryQueue();
  readonly #inFlight = new InFlight();
  readonly #shelf: DeliveryShelf;

  constructor({ maxPendingBytes, ...parts }: StockParts) {
    this.#books = parts.books;
    this.#isFailing = parts.isFailing;
    this.#maxPendingBytes = maxPendingBytes;
    this.#shelf = new DeliveryShelf({ ...parts, queue: this.#queue });
  }

  /** Bytes in memory. */
  get bytes(): number {
    return this.#queue.bytes + this.#inFlight.bytes + this.#shelf.bytes;
  }

  /** Items in memory that have been tried. */
  get triedItems(): number {
    return this.#queue.triedItems + this.#inFlight.items;
  }

  /** Batches under way. */
  get underWay(): number {
    return this.#inFlight.size;
  }

  /** True when there is nothing, on disk neither. */
  get isEmpty(): boolean {
    return this.#inFlight.size + this.#shelf.size === 0 && this.#queue.oldestSequence === Infinity;
  }

  /** Ends the attempts that begin with it when they are taken away. */
  get signal(): AbortSignal {
    return this.#inFlight.signal;
  }

  /** Appends the newest. When there is no room, the oldest that waits in memory is dropped. */
  add(entry: Entry): void {
    const room = this.#maxPendingBytes - this.bytes + this.#queue.bytes - entry.batch.bytes;
    // Nothing that waits is given up for what does not fit even then.
    if (room < 0) return this.#books.dropped(entry, "queue-full");
    while (this.#queue.bytes > room) {
      const oldest = this.#queue.removeOldest();
      if (oldest !== undefined) this.#books.dropped(oldest, "queue-full");
    }
    this.#queue.add(entry);
  }

  /** Has the oldest that may be tried now under way; that is one on disk, but at the end what is in memory alone. */
  begin(now: number, { isEnding }: { readonly isEnding: boolean }): Entry | undefined {
    const entry = isEnding
      ? (this.#queue.takeDue(now) ?? this.#shelf.takeDue(now))
      : (this.#shelf.takeDue(now) ?? this.#queue.takeDue(now));
    if (entry !== undefined) this.#inFlight.add(entry);
    return entry;
  }

  /** Reads one that is under way from the disk; `undefined` when it cannot be read. */
  load(entry: Entry): Promise<Batch | undefined> {
    return this.#shelf.load(entry);
  }

  /** Ends all attempts; their batches are tried again. */
  interrupt(): void {
    this.#inFlight.interrupt();
  }

  /** An attempt has ended. False when its batch has been taken away meanwhile: only its memory is to be released. */
  end(entry: Entry): boolean {
    return this.#inFlight.delete(entry);
  }

  /** It will be tried again. */
  putBack(entry: Entry): void {
    if (!this.#shelf.putBack(entry)) this.#queue.putBack(entry);
  }

  /** It will not be tried again; what has become of it is counted next. */
  settle(entry: Entry): void {
    this.#shelf.settle(entry);
  }

  /** It was on disk, and cannot be read. */
  lose(entry: Entry): void {
    this.#shelf.settle(entry);
    this.#books.dropped(entry, "spool-damaged");
  }

  /** Writes to the disk what waits too long. */
  storeWaiting(): void {
    this.#shelf.storeWaiting();
  }

  /** An outage of `streak` failed attempts has ended. */
  victimsRecover(streak: number, now: number): void {
    this.#queue.victimsRecover(streak, now);
    this.#shelf.victimsRecover(streak, now);
  }

  /** Nothing but a server's wish waits longer than until `at`. */
  hurry(at: number): void {
    this.#queue.hurry(at);
    this.#shelf.hurry(at);
  }

  /** The earliest time at which one may be tried, or Infinity. */
  nextDue(now: number): number {
    return Math.min(this.#queue.nextDue(), this.#shelf.nextDue(now));
  }

  /** Whether something that this process made is not settled up to that sequence number. */
  isPending(upTo: number): boolean {
    return this.isUnsafe(upTo) || this.#inFlight.isPending(upTo) || this.#shelf.isPending(upTo);
  }

  /** The same, but for what is on disk. */
  isUnsafe(upTo: number): boolean {
    if (this.#queue.oldestSequence <= upTo || this.#shelf.isStoring(upTo)) return true;
    return this.#inFlight.isPending(upTo, { unsafe: true });
  }

  /** Writes to the disk, at once, what waits in memory; drops what cannot be written. */
  giveUpWaiting(): void {
    const left = this.#shelf.storeSync(this.#queue.removeAll());
    for (const entry of left) this.#books.dropped(entry, "shutdown");
  }

  /** Ends all attempts; what cannot be written to the disk is lost, though a server may still have taken it. */
  giveUpUnderWay(): void {
    const left = this.#shelf.storeSync([], this.#inFlight.takeAll());
    for (const entry of left) this.#books.abandoned(entry, !this.#isFailing());
  }

  /** Ends all attempts and takes everything out that cannot be written to the disk. */
  takeRest(): Rest {
    const underWay = this.#inFlight.takeAll();
    const left = this.#shelf.storeSync(this.#queue.removeAll(), underWay);
    for (const entry of left) {
      if (!entry.inherited) continue;
      // It is in other books than the caller's.
      if (underWay.includes(entry)) this.#books.abandoned(entry, !this.#isFailing());
      else this.#books.dropped(entry, "shutdown");
    }
    const entries = left
      .filter(({ inherited }) => !inherited)
      .toSorted((a, b) => a.sequence - b.sequence);
    return {
      batches: entries.map(({ batch }) => batch),
      release: () => {
        for (const entry of entries) if (!underWay.includes(entry)) entry.batch.release();
      },
    };
  }
}
