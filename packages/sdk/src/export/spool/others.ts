import type { Dirent } from "node:fs";
import { readdirSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { ownerOf } from "./leftovers.ts";
import { compareAge } from "./room.ts";
import { diskBytes } from "./segment-file.ts";
import { parseSegmentName } from "./segment-name.ts";

/** What is in the spool and not this process's. */
export interface Others {
  readonly bytes: number;
  /** How many segments there are. */
  readonly count: number;
  /** The oldest segments, in order. */
  readonly oldest: readonly OtherSegment[];
  /** Directories with nothing in them. */
  readonly empty: readonly string[];
}

/** A segment of another process, or of one that has ended. */
interface OtherSegment {
  readonly path: string;
  readonly name: string;
  readonly items: number;
  readonly diskBytes: number;
}

/** Looks at all directories of the spool at `root` but those that `isMine`. What cannot be listed is left out. */
export async function findOthers(
  root: string,
  isMine: (directory: string) => boolean,
): Promise<Others> {
  const survey = surveyOthers(root, isMine);
  let step = survey.next([]);
  while (step.done !== true) {
    // oxlint-disable-next-line no-await-in-loop -- one directory after the other, and never for long
    step = survey.next(step.value === undefined ? await nextTurn([]) : await list(step.value));
  }
  return step.value;
}

/** As {@link findOthers}, at once. */
export function findOthersSync(root: string, isMine: (directory: string) => boolean): Others {
  const survey = surveyOthers(root, isMine);
  let step = survey.next([]);
  while (step.done !== true) {
    step = survey.next(step.value === undefined ? [] : listSync(step.value));
  }
  return step.value;
}

/** How many of the oldest are remembered: more are not removed between two looks. */
const MOST_REMEMBERED = 1024;
/** Names that are read before others get their turn. */
const NAMES_PER_TURN = 1000;

/** Asks for the entries of directories; for `undefined` just for a pause. */
function* surveyOthers(
  root: string,
  isMine: (directory: string) => boolean,
): Generator<string | undefined, Others, readonly Dirent[]> {
  const oldest = new Oldest();
  const empty: string[] = [];
  let [bytes, count] = [0, 0];
  for (const shelf of (yield root).filter((entry) => entry.isDirectory())) {
    const shelfPath = join(root, shelf.name);
    for (const { name: owner } of (yield shelfPath).filter((entry) => entry.isDirectory())) {
      const directory = join(shelfPath, owner);
      if (ownerOf(owner) === undefined || isMine(directory)) continue;
      const entries = yield directory;
      if (entries.length === 0) empty.push(directory);
      for (const [index, entry] of entries.entries()) {
        if (index % NAMES_PER_TURN === NAMES_PER_TURN - 1) yield undefined;
        const facts = entry.isDirectory() ? undefined : parseSegmentName(entry.name);
        if (facts === undefined) continue;
        const size = diskBytes(facts.bytes);
        bytes += size;
        count += 1;
        oldest.add(directory, { name: entry.name, items: facts.items, diskBytes: size });
      }
    }
  }
  return { bytes, count, oldest: oldest.inOrder(), empty };
}

class Oldest {
  #segments: OtherSegment[] = [];
  /** What is younger is not among them. */
  #limit: string | undefined;

  add(directory: string, segment: Omit<OtherSegment, "path">): void {
    if (this.#limit !== undefined && segment.name > this.#limit) return;
    this.#segments.push({ ...segment, path: join(directory, segment.name) });
    if (this.#segments.length < 2 * MOST_REMEMBERED) return;
    this.#segments = this.inOrder().slice(0, MOST_REMEMBERED);
    this.#limit = this.#segments.at(-1)?.name;
  }

  inOrder(): OtherSegment[] {
    return this.#segments.toSorted((a, b) => compareAge(a.name, b.name));
  }
}

async function list(path: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch {
    // Gone meanwhile, or no use to anybody.
    return [];
  }
}

function listSync(path: string): readonly Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch {
    // As above.
    return [];
  }
}
