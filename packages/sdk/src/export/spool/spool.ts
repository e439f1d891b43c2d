import type { OtlpProtocol } from "../../config/config.ts";
import type { Signal } from "../../env/otlp-variables.ts";
import type { Batch } from "../batch.ts";

/**
 * Batches on disk, in a directory that several processes may share. Nothing here throws or rejects: what cannot be
 * written, read or removed is told in one line, and the batches stay in memory.
 */
export interface Spool {
  /** Where it is. */
  readonly directory: string;
  /** The batches for one endpoint. Those that a dead process has left for the same one follow. */
  openShelf(endpoint: SpoolEndpoint, owner: ShelfOwner): Shelf;
  /** Settles when what has been removed is gone from the disk. The rest is the next process's. Idempotent. */
  close(): Promise<void>;
  /** As {@link close}, for the process's `exit` event. */
  closeSync(): void;
}

/** Where batches go. Of this only a checksum is written. */
export interface SpoolEndpoint {
  readonly signal: Signal;
  readonly protocol: OtlpProtocol;
  /** Without credentials. */
  readonly url: string;
}

/** The batches of one endpoint on disk. */
export interface Shelf {
  /** Writes a batch, which stays the caller's; `undefined` when that is impossible, which has been told. */
  append(batch: Batch): Promise<StoredBatch | undefined>;
  /** As {@link append}, for the process's `exit` event; also for a batch that is being appended. */
  appendSync(batch: Batch): StoredBatch | undefined;
  /** Reads a batch back; `undefined` when it is gone or damaged, which has been told. It stays on the disk. */
  read(stored: StoredBatch): Promise<Batch | undefined>;
  /** Removes a batch that needs no disk any more; returns at once. */
  remove(stored: StoredBatch): void;
}

/** Who sends what is on a shelf. */
export interface ShelfOwner {
  /** Takes the batches that an ended process has left, the oldest first. */
  inherit(stored: readonly StoredBatch[]): void;
  /** The room is needed: true when the owner gives the batch up, false when it is under way. */
  giveUp(stored: StoredBatch): boolean;
}

/** A batch on disk. */
export interface StoredBatch extends Pick<Batch, "contentType" | "items" | "signal"> {
  /** Length of the request. */
  readonly bytes: number;
}
