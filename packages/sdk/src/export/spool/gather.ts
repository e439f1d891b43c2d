import { join } from "node:path";
import { takeLeftovers } from "./leftovers.ts";
import type { ProcessToken } from "./process-token.ts";
import { compareAge } from "./room.ts";
import { parseSegmentName, type SegmentFacts } from "./segment-name.ts";
import type { Troubles } from "./troubles.ts";

/** A segment that an ended process has left, and that is this one's now. */
export interface LeftSegment {
  readonly name: string;
  readonly path: string;
  readonly facts: SegmentFacts;
}

/** What ended processes have left. */
export interface Gathered {
  /** From whatever process they are, the oldest first. */
  readonly segments: readonly LeftSegment[];
  /** Those that they are in. */
  readonly directories: readonly string[];
  /** Directories that are this process's now and could not be read. */
  readonly unread: readonly string[];
}

/** Takes over what is on the shelf at `path`, and tells what is no segment. Rejects when the shelf cannot be read. */
export async function gatherLeftovers(
  path: string,
  { own, again, troubles }: { own: ProcessToken; again: readonly string[]; troubles: Troubles },
): Promise<Gathered> {
  const { found, unread } = await takeLeftovers(path, { own, again });
  for (const { directory, error } of unread) troubles.unread(directory, error);
  for (const { directory, foreign } of found) {
    if (foreign.length > 0) troubles.foreign(directory, foreign);
  }
  const segments = found.flatMap(({ directory, names }) =>
    names.flatMap((name) => {
      const facts = parseSegmentName(name);
      return facts === undefined ? [] : [{ name, path: join(directory, name), facts }];
    }),
  );
  return {
    segments: segments.toSorted((a, b) => compareAge(a.name, b.name)),
    directories: found.flatMap(({ directory, names }) => (names.length > 0 ? [directory] : [])),
    unread: unread.map(({ directory }) => directory),
  };
}
