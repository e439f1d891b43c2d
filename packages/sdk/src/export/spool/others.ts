// oxlint-disable no-await-in-loop -- one directory after the other: nobody waits for it
import { rmdir, unlink } from "node:fs/promises";
import { join } from "node:path";
import { isAbandoned, isMissing, listDirectory, ownerOf } from "./leftovers.ts";
import type { ProcessToken } from "./process-token.ts";
import { diskBytes } from "./segment-file.ts";
import { parseSegmentName } from "./segment-name.ts";

/** What is in the spool and not this process's. */
export interface Others {
  readonly bytes: number;
  /** What ended processes have left for endpoints that this process has not, the longest silent first. */
  readonly stranded: readonly Stranded[];
}

/** Segments that may wait for ever. */
export interface Stranded {
  readonly directory: string;
  readonly names: readonly string[];
  readonly bytes: number;
}

/** Looks at all directories of the spool at `root` but those in `mine`. Rejects as the file system does. */
export async function findOthers(
  root: string,
  {
    own,
    shelves,
    mine,
  }: { own: ProcessToken; shelves: ReadonlySet<string>; mine: ReadonlySet<string> },
): Promise<Others> {
  const stranded: Stranded[] = [];
  let bytes = 0;
  for (const shelf of await listDirectory(root)) {
    const path = join(root, shelf.name);
    if (!shelf.isDirectory()) continue;
    for (const { name } of (await listDirectory(path)).filter((each) => each.isDirectory())) {
      const owner = ownerOf(name);
      const directory = join(path, name);
      if (owner === undefined || mine.has(directory)) continue;
      const found = await measure(directory);
      bytes += found.bytes;
      const isStranded = !shelves.has(shelf.name) && (await isAbandoned(directory, owner, own));
      if (isStranded) stranded.push(found);
    }
  }
  return { bytes, stranded: stranded.toSorted((a, b) => compare(a.names[0], b.names[0])) };
}

/** Removes stranded segments; gives the number of items that were in them. Rejects as the file system does. */
export async function removeStranded({ directory, names }: Stranded): Promise<number> {
  let items = 0;
  for (const name of names) {
    try {
      await unlink(join(directory, name));
      items += parseSegmentName(name)?.items ?? 0;
    } catch (error) {
      // Another process was faster.
      if (!isMissing(error)) throw error;
    }
  }
  // Something else may be in it, which is not ours to remove.
  await rmdir(directory).catch(() => {});
  return items;
}

async function measure(directory: string): Promise<Stranded> {
  const names: string[] = [];
  let bytes = 0;
  for (const { name } of await listDirectory(directory)) {
    const facts = parseSegmentName(name);
    if (facts === undefined) continue;
    names.push(name);
    bytes += diskBytes(facts.bytes);
  }
  return { directory, names: names.toSorted(), bytes };
}

function compare(a: string = "", b: string = ""): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
