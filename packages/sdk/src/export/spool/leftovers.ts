// oxlint-disable no-await-in-loop -- one directory after the other: nobody waits for it
import { randomBytes } from "node:crypto";
import { readdir, rename, rmdir, stat, unlink, utimes } from "node:fs/promises";
import { join } from "node:path";
import { formatToken, hasEnded, parseToken, type ProcessToken } from "./process-token.ts";
import { isUnfinishedName, parseSegmentName } from "./segment-name.ts";

/** What a process has left on a shelf. */
export interface Leftovers {
  /** The directory by its new name, which says that it is ours. */
  readonly directory: string;
  /** Names of segments. */
  readonly names: readonly string[];
  /** Names of what is no segment; it is left alone. */
  readonly foreign: readonly string[];
}

/** A name for a directory of that process; another one each time. */
export function directoryName(own: ProcessToken): string {
  return `${formatToken(own)}-${randomBytes(4).toString("hex")}`;
}

/** Whose directory has that name; `undefined` when it is none of ours. */
export function ownerOf(name: string): ProcessToken | undefined {
  const end = name.lastIndexOf("-");
  return /^-[0-9a-f]{8}$/.test(name.slice(end)) ? parseToken(name.slice(0, end)) : undefined;
}

/** Directories that could not be sorted out, or not taken over, with the reason. */
export interface Unread {
  readonly directory: string;
  readonly error: unknown;
}

/**
 * Takes over what ended processes have left on the shelf at `path`. A directory is renamed first, which succeeds for one
 * process only. `again`: directories that have been taken over and could not be read then. Rejects when the shelf cannot
 * be read; one that is missing is empty.
 */
export async function takeLeftovers(
  path: string,
  { own, again }: { own: ProcessToken; again: Iterable<string> },
): Promise<{ readonly found: readonly Leftovers[]; readonly unread: readonly Unread[] }> {
  const found: Leftovers[] = [];
  const unread: Unread[] = [];
  const attempt = async (directory: string): Promise<void> => {
    try {
      found.push(await sortOut(directory));
    } catch (error) {
      unread.push({ directory, error });
    }
  };
  for (const directory of again) await attempt(directory);
  for (const entry of await listDirectory(path)) {
    const owner = entry.isDirectory() ? ownerOf(entry.name) : undefined;
    const directory = join(path, entry.name);
    if (owner === undefined) found.push({ directory: path, names: [], foreign: [entry.name] });
    else if (await isAbandoned(directory, owner, own)) {
      const claimed = await claim(path, { name: entry.name, own });
      if (claimed !== undefined) await attempt(claimed);
    }
  }
  return { found, unread };
}

/** Entries of a directory, none when it does not exist. */
async function listDirectory(path: string): ReturnType<typeof readEntries> {
  try {
    return await readEntries(path);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** True when the owner of the directory has ended, or at least nothing has been heard of it for long. */
export async function isAbandoned(
  directory: string,
  owner: ProcessToken,
  own: ProcessToken,
): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(directory);
    return hasEnded(owner, { own, silentMs: Date.now() - mtimeMs });
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

/** True for the error of a path that is not there, or not any more. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

function readEntries(path: string): Promise<import("node:fs").Dirent[]> {
  return readdir(path, { withFileTypes: true });
}

/** `undefined` when another process was faster. */
async function claim(
  shelf: string,
  { name, own }: { name: string; own: ProcessToken },
): Promise<string | undefined> {
  const directory = join(shelf, directoryName(own));
  try {
    const now = new Date();
    // First a sign of life, lest a third process takes it for abandoned still.
    await utimes(join(shelf, name), now, now);
    await rename(join(shelf, name), directory);
    return directory;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function sortOut(directory: string): Promise<Leftovers> {
  const names: string[] = [];
  const foreign: string[] = [];
  for (const entry of await readEntries(directory)) {
    const { name } = entry;
    if (entry.isDirectory()) foreign.push(name);
    else if (parseSegmentName(name) !== undefined) names.push(name);
    // The process was killed while it wrote: the batch was in memory, and is lost with it.
    else if (isUnfinishedName(name)) await unlink(join(directory, name));
    else foreign.push(name);
  }
  if (names.length === 0 && foreign.length === 0) await rmdir(directory);
  return { directory, names, foreign };
}
