import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../../report.ts";
import { untraced } from "../transport/untraced.ts";
import { findOthers, removeStranded } from "./others.ts";
import { openPrivateDirectory, openSpoolRoot } from "./private-directory.ts";
import { ownToken, type ProcessToken } from "./process-token.ts";
import { Room } from "./room.ts";
import { DirectoryShelf } from "./shelf.ts";
import type { Shelf, ShelfOwner, Spool, SpoolEndpoint } from "./spool.ts";
import { Troubles } from "./troubles.ts";

/** What a spool is made of. */
export interface SpoolParts {
  /** Where it is; a directory of this user's is made in there. */
  readonly directory: string;
  /** Bytes on disk that all processes together may take up. */
  readonly maxBytes: number;
  /** `service.name`: what one service leaves is not for another, which may have other credentials. */
  readonly service: string;
  readonly report: Pick<Report, "warn">;
  /** Who uses it. @default this thread */
  readonly token?: ProcessToken;
  /** Milliseconds that never run backwards. @default performance.now */
  readonly now?: () => number;
}

/** Creates a spool. Nothing is created on disk before the first batch. */
export function createSpool(parts: SpoolParts): Spool {
  return new DirectorySpool(parts);
}

/** How often it shows that this process lives, and looks for what ended ones have left. */
const ROUND_MS = 15_000;

class DirectorySpool implements Spool {
  readonly #parts: SpoolParts;
  readonly #token: ProcessToken;
  readonly #room: Room;
  readonly #troubles: Troubles;
  readonly #shelves: DirectoryShelf[] = [];
  readonly #timer: NodeJS.Timeout;
  #root: string | undefined;
  #round: Promise<void> | undefined;
  #isClosed = false;

  constructor(parts: SpoolParts) {
    const { directory, report, now = () => performance.now() } = parts;
    this.#parts = parts;
    this.#token = parts.token ?? ownToken();
    this.#room = new Room(parts.maxBytes);
    this.#troubles = new Troubles({ directory, report, now });
    this.#timer = untraced(() => setInterval(() => this.#startRound(), ROUND_MS));
    this.#timer.unref();
    untraced(() => setImmediate(() => this.#startRound()));
  }

  get directory(): string {
    return this.#parts.directory;
  }

  openShelf(endpoint: SpoolEndpoint, owner: ShelfOwner): Shelf {
    const name = nameOf(endpoint, this.#parts.service);
    const shelf = new DirectoryShelf({
      name,
      open: ({ create }) => {
        const root = this.#openRoot(create);
        if (root === undefined) return undefined;
        const path = join(root, name);
        return create || existsSync(path) ? openPrivateDirectory(path) : undefined;
      },
      token: this.#token,
      room: this.#room,
      owner,
      troubles: this.#troubles,
    });
    this.#shelves.push(shelf);
    return shelf;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#isClosed = true;
    await this.#round;
    await Promise.all(this.#shelves.map((shelf) => shelf.close()));
  }

  closeSync(): void {
    clearInterval(this.#timer);
    this.#isClosed = true;
    for (const shelf of this.#shelves) shelf.closeSync();
  }

  /** Checked anew whenever something is created: meanwhile somebody may have cleared or replaced it. */
  #openRoot(create: boolean): string | undefined {
    if (create || this.#root === undefined) {
      this.#root = openSpoolRoot(this.#parts.directory, { create });
    }
    return this.#root;
  }

  #startRound(): void {
    if (this.#isClosed || this.#round !== undefined) return;
    this.#round = untraced(() => this.#goRound())
      .catch((error: unknown) => this.#troubles.tell(error))
      .finally(() => (this.#round = undefined));
  }

  async #goRound(): Promise<void> {
    const root = this.#openRoot(false);
    if (root === undefined) return;
    await Promise.all(this.#shelves.map((shelf) => shelf.showLife()));
    for (const shelf of this.#shelves) {
      // oxlint-disable-next-line no-await-in-loop -- nobody waits for it
      if (!this.#isClosed) await shelf.takeLeftovers();
    }
    await this.#lookAtOthers(root);
  }

  /** What nobody will ever send gives way first. */
  async #lookAtOthers(root: string): Promise<void> {
    const mine = new Set(this.#shelves.flatMap(({ directories }) => [...directories]));
    const shelves = new Set(this.#shelves.map(({ name }) => name));
    const { bytes, stranded } = await findOthers(root, { own: this.#token, shelves, mine });
    this.#room.others = bytes;
    for (const each of stranded) {
      if (this.#room.excess(RESERVE_BYTES) <= 0) break;
      // oxlint-disable-next-line no-await-in-loop -- only as many as must be
      this.#troubles.stranded(await removeStranded(each), each.directory);
      this.#room.others -= each.bytes;
    }
  }
}

/** Room that is made before it is needed. */
const RESERVE_BYTES = 4 * 1024 * 1024;

/** A name that says nothing: a URL may have a key in it. */
function nameOf({ signal, protocol, url }: SpoolEndpoint, service: string): string {
  const text = [service, signal, protocol, url].join("\n");
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
