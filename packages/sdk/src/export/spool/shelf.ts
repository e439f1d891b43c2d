import { rmdirSync } from "node:fs";
import { rmdir, utimes } from "node:fs/promises";
import { basename, join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Batch } from "../batch.ts";
import { createEncodedBatches } from "../encoded-batch.ts";
import { untraced } from "../transport/untraced.ts";
import { gatherLeftovers, type LeftSegment } from "./gather.ts";
import { directoryName, isMissing } from "./leftovers.ts";
import { makeDirectory } from "./private-directory.ts";
import type { Segment } from "./room.ts";
import { diskBytes, readSegment, writeSegment, writeSegmentSync } from "./segment-file.ts";
import { formatSegmentName, type SegmentFacts } from "./segment-name.ts";
import type { ShelfParts } from "./shelf-parts.ts";
import type { Shelf, StoredBatch } from "./spool.ts";

/** The shelf of one endpoint in a directory. */
export class DirectoryShelf implements Shelf {
  readonly #parts: ShelfParts;
  /** Directories with segments that are ours, the first for new ones. */
  readonly #directories = new Set<string>();
  readonly #segments = new Map<StoredBatch, Segment>();
  /** Where each batch is, or will be: one that is written twice is still one. */
  readonly #places = new WeakMap<Batch, Segment>();
  readonly #whole = new WeakSet<Segment>();
  /** Directories that were taken over and could not be read. */
  #unread: readonly string[] = [];
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
    if (!this.#parts.troubles.mayTry()) return undefined;
    await this.#parts.lookout.lookIfDue();
    // The end of the process may have written it meanwhile.
    const segment = this.#places.get(batch) ?? this.#place(batch);
    if (segment === undefined || this.#whole.has(segment)) return segment;
    try {
      await untraced(() => writeSegment(segment.path, batch.body));
      this.#whole.add(segment);
      this.#parts.troubles.over();
    } catch (error) {
      // As above.
      if (!this.#whole.has(segment)) return this.#failed(batch, { segment, error });
    }
    return segment;
  }

  appendSync(batch: Batch): StoredBatch | undefined {
    if (this.#parts.troubles.mayTry()) this.#parts.lookout.lookIfDueSync();
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
      if (isMissing(error)) this.#parts.troubles.gone();
      else this.#parts.troubles.damaged(segment.path, error);
      return undefined;
    }
  }

  remove(stored: StoredBatch): void {
    const segment = this.#segments.get(stored);
    if (segment === undefined) return;
    this.#forget(segment);
    this.#parts.removals.start(segment.path);
  }

  /** Takes over what ended processes have left here, in the order of its age. Rejects as the file system does. */
  async takeLeftovers(): Promise<void> {
    const { open, token, room, owner, troubles } = this.#parts;
    const path = open({ create: false });
    if (path === undefined) return;
    const gathered = await gatherLeftovers(path, { own: token, again: this.#unread, troubles });
    this.#unread = gathered.unread;
    for (const directory of gathered.directories) this.#directories.add(directory);
    const { segments: found } = gathered;
    for (let from = 0; from < found.length; from += SEGMENTS_PER_TURN) {
      const segments = found
        .slice(from, from + SEGMENTS_PER_TURN)
        .map((each) => this.#createInherited(each));
      owner.inherit(segments);
      room.inherit(segments);
      // oxlint-disable-next-line no-await-in-loop -- the event loop is not held up
      await nextTurn();
    }
  }

  /** Shows the other processes that this one lives. */
  async showLife(): Promise<void> {
    await Promise.all(Array.from(this.#directories, (path) => this.#touch(path)));
  }

  async close(): Promise<void> {
    // What is not empty, or not there, stays as it is.
    await Promise.all(Array.from(this.#directories, (path) => rmdir(path).catch(ignore)));
  }

  closeSync(): void {
    for (const path of this.#directories) attempt(() => rmdirSync(path));
    // An `exit` listener may make something more, which needs a directory again.
    this.#current = undefined;
  }

  async #touch(path: string): Promise<void> {
    const now = new Date();
    try {
      await utimes(path, now, now);
    } catch (error) {
      // What cannot be touched can be used none the less. Somebody may have cleared it all.
      if (!isMissing(error)) return;
      this.#directories.delete(path);
      if (this.#current === path) this.#current = undefined;
    }
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
    makeDirectory(directory);
    this.#directories.add(directory);
    return directory;
  }

  #createInherited({ path, facts }: LeftSegment): Segment {
    const segment = this.#createSegment(path, facts);
    this.#whole.add(segment);
    return segment;
  }

  #createSegment(path: string, facts: SegmentFacts): Segment {
    const { signal, contentType, items, bytes } = facts;
    const segment: Segment = {
      path,
      name: basename(path),
      isWhole: () => this.#whole.has(segment),
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

/** Segments that are taken over before others get their turn. */
const SEGMENTS_PER_TURN = 500;

function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // Gone already, or not empty: the next process sees to it.
  }
}

function ignore(): void {}
