import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import type { Batch } from "../batch.ts";
import { createEncodedBatches } from "../encoded-batch.ts";
import { createSpool, type SpoolParts } from "./create-spool.ts";
import { ownToken, type ProcessToken } from "./process-token.ts";
import type { Shelf, SpoolEndpoint, Spool, StoredBatch } from "./spool.ts";

/** An empty directory that goes with the test. */
export function emptyDirectory(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), "agent-otel-spool-test-"));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** A batch of which only the bytes matter. */
export function batchOf(text: string, items: number = 1): Batch {
  const bytes = Buffer.from(text);
  const request = { signal: "traces", items, bytes, contentType: "application/json" } as const;
  const [batch] = createEncodedBatches(request, Infinity);
  if (batch === undefined) throw new Error("no batch");
  // In pieces, as one in pooled memory is.
  return { ...batch, body: [bytes.subarray(0, 3), bytes.subarray(3)] };
}

/** The token of a process that has ended. */
export function endedToken(): ProcessToken {
  const { pid } = spawnSync(process.execPath, ["--version"]);
  return { ...ownToken(), pid, start: "1" };
}

/** The token of another thread of this process. */
export function anotherThread(): ProcessToken {
  return { ...ownToken(), thread: 77 };
}

export const endpoint: SpoolEndpoint = {
  signal: "traces",
  protocol: "http/json",
  url: "http://collector.test:4318/v1/traces",
};

/** A spool with a shelf, and what happens to it. */
export interface SpoolRig {
  readonly spool: Spool;
  readonly shelf: Shelf;
  readonly lines: string[];
  readonly inherited: StoredBatch[];
  readonly evicted: StoredBatch[];
  /** Batches that are under way, and not given up. */
  readonly busy: Set<StoredBatch>;
}

/** Opens a spool, with one shelf, that is closed with the test. */
export function openRig(
  t: TestContext,
  { at = endpoint, ...parts }: Partial<SpoolParts> & { directory: string; at?: SpoolEndpoint },
): SpoolRig {
  const lines: string[] = [];
  const inherited: StoredBatch[] = [];
  const evicted: StoredBatch[] = [];
  const busy = new Set<StoredBatch>();
  const spool = createSpool({
    maxBytes: 1024 * 1024,
    service: "shop",
    report: { warn: (line) => void lines.push(line) },
    ...parts,
  });
  t.after(() => spool.close());
  const shelf = spool.openShelf(at, {
    inherit: (stored) => void inherited.push(...stored),
    giveUp: (stored) => {
      if (busy.has(stored)) return false;
      evicted.push(stored);
      return true;
    },
  });
  return { spool, shelf, lines, inherited, evicted, busy };
}

/** Writes a batch as a process that ends before it could be sent. */
export async function leaveBehind(
  t: TestContext,
  parts: Partial<SpoolParts> & { directory: string; at?: SpoolEndpoint },
  ...texts: readonly string[]
): Promise<void> {
  const { shelf } = openRig(t, { token: endedToken(), ...parts });
  for (const text of texts) {
    // oxlint-disable-next-line no-await-in-loop -- the order counts
    if ((await shelf.append(batchOf(text))) === undefined) throw new Error("could not be written");
  }
}

/** The text of a stored batch, read back. */
export async function textOf(shelf: Shelf, stored: StoredBatch | undefined): Promise<string> {
  const batch = stored && (await shelf.read(stored));
  return batch === undefined ? "(unreadable)" : Buffer.concat(batch.body).toString();
}

/** Paths of all files below a directory. */
export function filesIn(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

/** Waits until something is so, for at most 5 s. */
export async function until(isSo: () => boolean, what: string): Promise<void> {
  const deadline = performance.now() + 5000;
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error(`never: ${what}`);
    // oxlint-disable-next-line no-await-in-loop -- polls
    await pause(5);
  }
}
