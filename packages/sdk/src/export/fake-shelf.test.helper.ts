import type { TestContext } from "node:test";
import type { Batch } from "./batch.ts";
import {
  answerAll,
  createRig,
  mockTimers,
  type Rig,
  settle,
  testBatch,
} from "./delivery.test.helper.ts";
import type { DeliveryParts } from "./delivery-parts.ts";
import type { Shelf, ShelfOwner, StoredBatch } from "./spool/spool.ts";

/** A delivery's rig with a shelf. */
export interface ShelfRig {
  readonly rig: Rig;
  readonly shelf: FakeShelf;
  /** Moves time. */
  readonly tick: (ms: number) => Promise<void>;
}

/** Makes the rig; its timers are the test's. */
export function createShelfRig(t: TestContext, options: Partial<DeliveryParts> = {}): ShelfRig {
  const shelf = new FakeShelf();
  const rig = createRig({ ...options, openShelf: shelf.open });
  return { rig, shelf, tick: mockTimers(t, rig) };
}

/** One batch, "probe", fails, so that the endpoint is known to be away. */
export async function beginOutage({ rig }: ShelfRig): Promise<void> {
  rig.make(testBatch("probe"));
  await settle();
  const error = new Error("refused");
  await answerAll(rig, { kind: "retry", unreachable: true, error });
}

/** A shelf in memory that fails when the test says so. */
class FakeShelf implements Shelf {
  /** What is on it, by name, the oldest first. */
  readonly stored: Map<StoredBatch, string> = new Map();
  readonly removed: string[] = [];
  readonly #places = new WeakMap<Batch, StoredBatch>();
  isBroken = false;
  /** Names of batches that cannot be read back. */
  readonly damaged: Set<string> = new Set();
  owner: ShelfOwner | undefined;

  /** What a delivery takes as `openShelf`. */
  readonly open = (owner: ShelfOwner): Shelf => {
    this.owner = owner;
    return this;
  };

  get names(): readonly string[] {
    return [...this.stored.values()];
  }

  append(batch: Batch): Promise<StoredBatch | undefined> {
    return Promise.resolve(this.appendSync(batch));
  }

  appendSync(batch: Batch): StoredBatch | undefined {
    const known = this.#places.get(batch);
    if (known !== undefined || this.isBroken) return known;
    const stored = this.#put(nameOf(batch), batch);
    this.#places.set(batch, stored);
    return stored;
  }

  read(stored: StoredBatch): Promise<Batch | undefined> {
    const name = this.stored.get(stored);
    if (name === undefined || this.damaged.has(name)) return Promise.resolve(undefined);
    const { items, bytes, signal } = stored;
    return Promise.resolve(testBatch(name, { items, bytes, signal }));
  }

  remove(stored: StoredBatch): void {
    this.removed.push(this.stored.get(stored) ?? "(unknown)");
    this.stored.delete(stored);
  }

  /** Has the delivery take over batches of a dead process. */
  leave(...batches: readonly Batch[]): void {
    this.owner?.inherit(batches.map((batch) => this.#put(nameOf(batch), batch)));
  }

  /** Takes the room of the oldest; false when the delivery keeps it. */
  evictOldest(): boolean {
    const [stored] = this.stored.keys();
    if (stored === undefined || this.owner?.giveUp(stored) !== true) return false;
    this.stored.delete(stored);
    return true;
  }

  #put(name: string, { signal, items, bytes, contentType }: Batch): StoredBatch {
    const stored = { signal, items, bytes, contentType };
    this.stored.set(stored, name);
    return stored;
  }
}

function nameOf(batch: Batch): string {
  return "name" in batch ? String(batch.name) : "(nameless)";
}
