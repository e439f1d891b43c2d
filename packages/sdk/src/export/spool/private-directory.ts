import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  realpathSync,
  type Stats,
  statSync,
} from "node:fs";
import { dirname, join } from "node:path";

/**
 * The directory for this user's batches inside of `directory`, which may be shared, e.g. a mounted volume. With `create`
 * both are created when they are missing, else `undefined` says so. Throws when another user could have put it, or
 * anything on the way to it, in place.
 */
export function openSpoolRoot(
  directory: string,
  { create }: { readonly create: boolean },
): string | undefined {
  const uid = process.geteuid?.();
  const name = uid === undefined ? NAME : `${NAME}-${uid}`;
  if (!create && !existsSync(join(directory, name))) return undefined;
  makeWay(directory);
  checkOwner(directory, lstatSync(directory));
  const parent = realpathSync(directory);
  for (let path = parent; ; path = dirname(path)) {
    checkOwner(path, statSync(path));
    if (path === dirname(path)) break;
  }
  return openPrivateDirectory(join(parent, name));
}

/** Creates a directory for nobody but this user, or checks that it is one; gives its path. Throws when it is not. */
export function openPrivateDirectory(path: string): string {
  makeDirectory(path);
  const stats = lstatSync(path);
  if (!stats.isDirectory()) throw new Error(`${path} is no directory`);
  const uid = process.geteuid?.();
  // Windows has no modes; what is below the profile of a user is that user's.
  if (uid === undefined) return path;
  if (stats.uid !== uid) throw new Error(`${path} belongs to another user`);
  if ((stats.mode & 0o077) !== 0) chmodSync(path, PRIVATE);
  return path;
}

/** Creates the directory and all that are missing on the way to it. */
function makeWay(path: string): void {
  try {
    makeDirectory(path);
  } catch (error) {
    if (codeOf(error) !== "ENOENT" || path === dirname(path)) throw error;
    makeWay(dirname(path));
    makeDirectory(path);
  }
}

/**
 * Creates a directory for this user alone, if there is nothing. Without the option "recursive", which calls a read-only
 * disk a missing file, and leaves to the process's umask what this user may do.
 */
export function makeDirectory(path: string): void {
  try {
    mkdirSync(path, { mode: PRIVATE });
    chmodSync(path, PRIVATE);
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

const NAME = "agent-otel-spool";
const PRIVATE = 0o700;

/** A directory of the administrator's or our own; a link's owner decides where it leads. */
function checkOwner(path: string, { uid }: Stats): void {
  const own = process.geteuid?.();
  if (own === undefined || uid === own || uid === 0) return;
  throw new Error(`${path} belongs to another user`);
}
