import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../../report.ts";
import { untraced } from "../transport/untraced.ts";
import { Lookout } from "./lookout.ts";
import { openPrivateDirectory, openSpoolRoot } from "./private-directory.ts";
import { ownToken, type ProcessToken } from "./process-token.ts";
import { Removals } from "./removals.ts";
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
  readonly #lookout: Lookout;
  readonly #removals: Removals;
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
    this.#removals = new Removals((error) => this.#troubles.tell(error));
    this.#lookout = new Lookout({
      root: () => this.#findRoot(),
      isMine: (path) => this.#shelves.some(({ directories }) => directories.has(path)),
      token: this.#token,
      room: this.#room,
      removals: this.#removals,
      troubles: this.#troubles,
      now,
    });
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
      lookout: this.#lookout,
      removals: this.#removals,
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
    await this.#lookout.lookAtEnd();
    await this.#removals.finish();
    this.#lookout.tell();
    await Promise.all(this.#shelves.map((shelf) => shelf.close()));
  }

  closeSync(): void {
    clearInterval(this.#timer);
    this.#isClosed = true;
    this.#lookout.lookAtEndSync();
    this.#removals.finishSync();
    this.#lookout.tell();
    for (const shelf of this.#shelves) shelf.closeSync();
  }

  /** Checked anew whenever something is created: meanwhile somebody may have cleared or replaced it. */
  #openRoot(create: boolean): string | undefined {
    if (create || this.#root === undefined) {
      this.#root = openSpoolRoot(this.#parts.directory, { create });
    }
    return this.#root;
  }

  /** What is wrong with it is told when something is to be written. */
  #findRoot(): string | undefined {
    try {
      return this.#openRoot(false);
    } catch {
      return undefined;
    }
  }

  #startRound(): void {
    if (this.#isClosed || this.#round !== undefined) return;
    this.#round = untraced(() => this.#goRound())
      .catch((error: unknown) => this.#troubles.tell(error))
      .finally(() => (this.#round = undefined));
  }

  async #goRound(): Promise<void> {
    if (this.#openRoot(false) === undefined) return;
    await Promise.all(this.#shelves.map((shelf) => shelf.showLife()));
    await this.#lookout.lookAfter(async () => {
      for (const shelf of this.#shelves) {
        // oxlint-disable-next-line no-await-in-loop -- nobody waits for it
        if (!this.#isClosed) await this.#takeLeftovers(shelf);
      }
    });
    this.#lookout.tell();
  }

  async #takeLeftovers(shelf: DirectoryShelf): Promise<void> {
    try {
      await shelf.takeLeftovers();
    } catch (error) {
      this.#troubles.unread(join(this.#root ?? "", shelf.name), error);
    }
  }
}

/** A name that says nothing: a URL may have a key in it. */
function nameOf({ signal, protocol, url }: SpoolEndpoint, service: string): string {
  const text = [service, signal, protocol, url].join("\n");
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
