import { mkdirSync, rmdirSync, unlinkSync } from "node:fs";
import { rmdir, unlink, utimes } from "node:fs/promises";
import { join } from "node:path";
import type { Batch } from "../batch.ts";
import { createEncodedBatches } from "../encoded-batch.ts";
import { untraced } from "../transport/untraced.ts";
import { directoryName, isMissing, takeLeftovers } from "./leftovers.ts";
import type { ProcessToken } from "./process-token.ts";
import type { Room, Segment } from "./room.ts";
import { diskBytes, readSegment, writeSegment, writeSegmentSync } from "./segment-file.ts";
import { formatSegmentName, parseSegmentName, type SegmentFacts } from "./segment-name.ts";
import type { Shelf, ShelfOwner, StoredBatch } from "./spool.ts";
import type { Troubles } from "./troubles.ts";

/** What a shelf is made of. */
export interface ShelfParts {
  /** What its directory is called. */
  readonly name: string;
  /**
   * Its directory, in which every process has one of its own. Without `create` it is `undefined` when there is none yet.
   * Throws when that is impossible or unsafe.
   */
  readonly open: (options: { readonly create: boolean }) => string | undefined;
  readonly token: ProcessToken;
  readonly room: Room;
  readonly owner: ShelfOwner;
  readonly troubles: Troubles;
}

/** The shelf of one endpoint in a directory. */
export class DirectoryShelf implements Shelf {
  readonly #parts: ShelfParts;
  /** Directories with segments that are ours, the first for new ones. */
  readonly #directories = new Set<string>();
  readonly #segments = new Map<StoredBatch, Segment>();
  /** Where each batch is, or will be: one that is written twice is still one. */
  readonly #places = new WeakMap<Batch, Segment>();
  readonly #whole = new WeakSet<Segment>();
  readonly #removing = new Map<string, Promise<void>>();
  #current: string | undefined;
  #count = 0;

  constructor(parts: ShelfParts) {
    this.#parts = parts;
  }

  get name(): string {
    return this.#parts.name;
  }

  /** Those with segments that this process answers for. */
  get directories(): ReadonlySet<string> {
    return this.#directories;
  }

  async append(batch: Batch): Promise<StoredBatch | undefined> {
    const segment = this.#place(batch);
    if (segment === undefined) return undefined;
    try {
      await untraced(() => writeSegment(segment.path, batch.body));
      this.#whole.add(segment);
      this.#parts.troubles.over();
    } catch (error) {
      // Unless the end of the process has written it meanwhile.
      if (!this.#whole.has(segment)) return this.#failed(batch, { segment, error });
    }
    return segment;
  }

  appendSync(batch: Batch): StoredBatch | undefined {
    const segment = this.#places.get(batch) ?? this.#place(batch);
    if (segment === undefined || this.#whole.has(segment)) return segment;
    try {
      untraced(() => writeSegmentSync(segment.path, batch.body));
      this.#whole.add(segment);
      return segment;
    } catch (error) {
      return this.#failed(batch, { segment, error });
    }
  }

  async read(stored: StoredBatch): Promise<Batch | undefined> {
    const segment = this.#segments.get(stored);
    if (segment === undefined) return undefined;
    try {
      const bytes = await untraced(() => readSegment(segment.path));
      const { signal, items, contentType } = stored;
      const request = { signal, items, contentType, bytes };
      return createEncodedBatches(request, Number.POSITIVE_INFINITY)[0];
    } catch (error) {
      this.#parts.troubles.damaged(segment.path, error);
      return undefined;
    }
  }

  remove(stored: StoredBatch): void {
    const segment = this.#segments.get(stored);
    if (segment === undefined) return;
    this.#forget(segment);
    const { path } = segment;
    const removed = untraced(() => unlink(path)).catch((error: unknown) => {
      if (!isMissing(error)) this.#parts.troubles.tell(error);
    });
    this.#removing.set(path, removed);
    void removed.finally(() => this.#removing.delete(path));
  }

  /** Takes over what ended processes have left here. Rejects as the file system does. */
  async takeLeftovers(): Promise<void> {
    const { open, token, room, owner, troubles } = this.#parts;
    const path = open({ create: false });
    if (path === undefined) return;
    for (const { directory, names, foreign } of await takeLeftovers(path, token)) {
      if (foreign.length > 0) troubles.foreign(directory, foreign);
      if (names.length === 0) continue;
      this.#directories.add(directory);
      const segments = names.flatMap((name) => {
        const facts = parseSegmentName(name);
        return facts === undefined ? [] : [this.#createSegment(join(directory, name), facts)];
      });
      owner.inherit(segments);
      room.inherit(segments);
    }
  }

  /** Shows the other processes that this one lives. Rejects as the file system does. */
  async showLife(): Promise<void> {
    const now = new Date();
    await Promise.all(Array.from(this.#directories, (path) => utimes(path, now, now)));
  }

  async close(): Promise<void> {
    await Promise.all(this.#removing.values());
    // What is not empty, or not there, stays as it is.
    await Promise.all(Array.from(this.#directories, (path) => rmdir(path).catch(ignore)));
  }

  closeSync(): void {
    for (const path of this.#removing.keys()) attempt(() => unlinkSync(path));
    for (const path of this.#directories) attempt(() => rmdirSync(path));
  }

  /** Finds a name and the room for a batch. */
  #place(batch: Batch): Segment | undefined {
    const { signal, contentType, items, bytes } = batch;
    const { room, troubles } = this.#parts;
    if (!troubles.mayTry()) return undefined;
    try {
      this.#current ??= this.#createDirectory();
      this.#count += 1;
      const facts = {
        writtenAt: Date.now(),
        count: this.#count,
        signal,
        contentType,
        items,
        bytes,
      };
      const segment = this.#createSegment(join(this.#current, formatSegmentName(facts)), facts);
      if (room.add(segment)) {
        this.#places.set(batch, segment);
        return segment;
      }
      this.#segments.delete(segment);
      troubles.noRoom();
    } catch (error) {
      troubles.tell(error);
    }
    return undefined;
  }

  #createDirectory(): string {
    const { open, token } = this.#parts;
    const directory = join(open({ create: true }) ?? "", directoryName(token));
    mkdirSync(directory, { mode: 0o700 });
    this.#directories.add(directory);
    return directory;
  }

  #createSegment(path: string, facts: SegmentFacts): Segment {
    const { signal, contentType, items, bytes } = facts;
    const segment: Segment = {
      path,
      signal,
      contentType,
      items,
      bytes,
      diskBytes: diskBytes(bytes),
      giveUp: () => {
        if (!this.#parts.owner.giveUp(segment)) return false;
        this.remove(segment);
        return true;
      },
    };
    this.#segments.set(segment, segment);
    return segment;
  }

  #failed(
    batch: Batch,
    { segment, error }: { readonly segment: Segment; readonly error: unknown },
  ): undefined {
    this.#places.delete(batch);
    this.#forget(segment);
    // Somebody has taken our directory for abandoned, or has cleared it: the next batch gets another.
    if (isMissing(error)) this.#current = undefined;
    this.#parts.troubles.tell(error);
  }

  #forget(segment: Segment): void {
    this.#segments.delete(segment);
    this.#parts.room.remove(segment);
  }
}

function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // Gone already, or not empty: the next process sees to it.
  }
}

function ignore(): void {}
