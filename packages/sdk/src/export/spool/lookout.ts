import { access, rmdir } from "node:fs/promises";
import { basename } from "node:path";
import { isAbandoned, isMissing, ownerOf } from "./leftovers.ts";
import { findOthers, findOthersSync, type Others } from "./others.ts";
import type { ProcessToken } from "./process-token.ts";
import type { Removals } from "./removals.ts";
import type { Room } from "./room.ts";
import type { Troubles } from "./troubles.ts";

/** What a lookout is made of. */
export interface LookoutParts {
  /** Where the spool is; `undefined` as long as there is none. */
  readonly root: () => string | undefined;
  readonly isMine: (directory: string) => boolean;
  readonly token: ProcessToken;
  readonly room: Room;
  readonly removals: Removals;
  readonly troubles: Troubles;
  /** Milliseconds that never run backwards. */
  readonly now: () => number;
}

/** Sees what other processes have in the spool, and keeps all of it together in its bounds. Nothing throws or rejects. */
export class Lookout {
  readonly #parts: LookoutParts;
  #look: Promise<void> | undefined;
  #notBefore = -Infinity;
  #madeRoomBy = 0;
  #isHeld = false;

  constructor(parts: LookoutParts) {
    this.#parts = parts;
  }

  /** Looks, and has the oldest removed that are too many. */
  look(): Promise<void> {
    this.#look ??= this.#lookAround().finally(() => (this.#look = undefined));
    return this.#look;
  }

  /** Looks after `work`, during which what was the others' becomes this process's: it would be counted twice. */
  async lookAfter(work: () => Promise<void>): Promise<void> {
    await this.#look;
    this.#isHeld = true;
    this.#parts.room.seeNothing();
    try {
      await work();
    } finally {
      this.#isHeld = false;
    }
    await this.look();
  }

  /** Looks before something is written, unless little is in the spool or it has looked just now. */
  async lookIfDue(): Promise<void> {
    if (this.#isDue) await this.look();
  }

  /** As {@link lookIfDue}, at once. */
  lookIfDueSync(): void {
    if (this.#isDue) this.#lookSync();
  }

  /** Looks when this process will not do so again, unless little is in the spool. */
  async lookAtEnd(): Promise<void> {
    if (this.#parts.room.wantsLook) await this.look();
  }

  /** As {@link lookAtEnd}, at once. */
  lookAtEndSync(): void {
    if (this.#parts.room.wantsLook) this.#lookSync();
  }

  /** Tells what others have lost by it. */
  tell(): void {
    if (this.#madeRoomBy > 0) this.#parts.troubles.madeRoom(this.#madeRoomBy);
    this.#madeRoomBy = 0;
  }

  get #isDue(): boolean {
    const { room, now } = this.#parts;
    return !this.#isHeld && room.wantsLook && now() >= this.#notBefore;
  }

  #lookSync(): void {
    const { root, isMine, now } = this.#parts;
    const startedAt = now();
    const path = root();
    if (path !== undefined) this.#see(findOthersSync(path, isMine), startedAt);
  }

  async #lookAround(): Promise<void> {
    const { root, isMine, now } = this.#parts;
    const startedAt = now();
    const path = root();
    if (path === undefined) return;
    await this.#missRemoved();
    const others = await findOthers(path, isMine);
    this.#see(others, startedAt);
    for (const directory of others.empty) {
      // oxlint-disable-next-line no-await-in-loop -- seldom any
      await this.#removeEmpty(directory);
    }
  }

  /** Gives up what other processes have removed to make room. The oldest go first, so it ends with one that is there. */
  async #missRemoved(): Promise<void> {
    for (const { path, isWhole, giveUp } of this.#parts.room.segments) {
      if (!isWhole()) continue;
      try {
        // oxlint-disable-next-line no-await-in-loop -- seldom more than one
        await access(path);
        return;
      } catch (error) {
        if (!isMissing(error)) return;
        giveUp();
      }
    }
  }

  #see({ bytes, count, oldest }: Others, startedAt: number): void {
    const { room, removals, now } = this.#parts;
    const pieces = oldest.map(({ path, name, items, diskBytes }) => ({
      name,
      diskBytes,
      giveUp: () => {
        removals.start(path, () => (this.#madeRoomBy += items));
        return true;
      },
    }));
    room.see({ bytes, oldest: pieces });
    room.clear();
    const tookMs = now() - startedAt;
    this.#notBefore = now() + Math.max(tookMs, LOOK_MS + count * LOOK_SEGMENT_MS);
  }

  /** Nobody may ask for what was in it any more. */
  async #removeEmpty(directory: string): Promise<void> {
    const owner = ownerOf(basename(directory));
    try {
      if (owner !== undefined && (await isAbandoned(directory, owner, this.#parts.token)))
        await rmdir(directory);
    } catch {
      // Another process was faster, or has put something in.
    }
  }
}

/** 20 times what a look costs the event loop, so that looking takes at most a 20th of its time. */
const LOOK_MS = 20;
const LOOK_SEGMENT_MS = 0.1;
