import type { Batch } from "../batch.ts";

/**
 * Batches on disk, in a directory that several processes may share. Nothing here throws or rejects: what cannot be
 * written, read or removed is told in one line, and the batches stay in memory.
 */
export interface Spool {
  /** The batches for one endpoint; `url` has no credentials, and not even it is written. */
  openShelf(url: string, owner: ShelfOwner): Shelf;
  /** Waits until what has been removed is gone from the disk, for at most `timeoutMs`, and leaves the rest to the next process. */
  close(options: { readonly timeoutMs: number }): Promise<void>;
  /** As {@link close}, for the process's `exit` event. */
  closeSync(): void;
}

/** The batches of one endpoint on disk. */
export interface Shelf {
  /** Writes a batch, which stays the caller's; `undefined` when that is impossible, which has been told. */
  append(batch: Batch): Promise<StoredBatch | undefined>;
  /** As {@link append}, for the process's `exit` event; `undefined` for what could not be written. */
  writeSync(batches: readonly Batch[]): readonly (StoredBatch | undefined)[];
  /** Reads a batch back; `undefined` when it is gone or damaged, which has been told. */
  read(stored: StoredBatch): Promise<Batch | undefined>;
  /** Removes a batch that needs no disk any more; returns at once. */
  remove(stored: StoredBatch): void;
}

/** Who sends what is on a shelf. */
export interface ShelfOwner {
  /** Batches that a process before this one has left; from now on they are this one's, oldest first. */
  adopt(stored: readonly StoredBatch[]): void;
  /** The oldest has been removed for want of room; it cannot be read any more. */
  evicted(stored: StoredBatch): void;
}

/** A batch on disk. */
export interface StoredBatch extends Pick<Batch, "contentType" | "items" | "signal"> {
  /** Length of the request. */
  readonly bytes: number;
  /** True when an earlier process made it: it is not among the items that this one's ledger has as made. */
  readonly inherited: boolean;
}
