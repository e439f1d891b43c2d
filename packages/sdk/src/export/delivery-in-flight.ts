import type { Entry } from "./delivery-queue.ts";

/** The batches that are under way. */
export class InFlight {
  readonly #entries = new Set<Entry>();
  #abort = new AbortController();

  get size(): number {
    return this.#entries.size;
  }

  get bytes(): number {
    let bytes = 0;
    for (const { batch } of this.#entries) bytes += batch.bytes;
    return bytes;
  }

  /** Items of those that are in memory alone. */
  get items(): number {
    let items = 0;
    for (const { batch, stored } of this.#entries) if (stored === undefined) items += batch.items;
    return items;
  }

  /** Ends the attempts that begin with it when they are taken away. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  add(entry: Entry): void {
    this.#entries.add(entry);
  }

  /** An attempt has ended. False when its batch has been taken away meanwhile: only its memory is to be released. */
  delete(entry: Entry): boolean {
    return this.#entries.delete(entry);
  }

  /** Whether something up to that sequence number is under way; `unsafe`: and not on disk. */
  isPending(upTo: number, { unsafe = false }: { unsafe?: boolean } = {}): boolean {
    for (const { sequence, stored } of this.#entries) {
      if (sequence <= upTo && !(unsafe && stored !== undefined)) return true;
    }
    return false;
  }

  /** Ends all attempts; their batches are tried again. */
  interrupt(): void {
    if (this.size === 0) return;
    this.#abort.abort();
    this.#abort = new AbortController();
  }

  /** Ends all attempts and takes their batches away. A request reads its batch's memory until its attempt has ended. */
  takeAll(): readonly Entry[] {
    const entries = [...this.#entries];
    this.interrupt();
    this.#entries.clear();
    return entries;
  }
}
