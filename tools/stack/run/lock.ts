import { accessSync, constants, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StackError } from "../stack-error.ts";
import { poll } from "./poll.ts";

/** How long and how visibly to wait for a lock. */
export interface LockOptions {
  readonly signal: AbortSignal;
  /** Called once when another process holds the lock. */
  readonly onWait: () => void;
  /** Longest wait in milliseconds. @default 3600000 */
  readonly deadlineMs?: number;
}

/** SQLITE_BUSY and SQLITE_LOCKED of sqlite.org/rescode.html: another connection holds the lock. */
const HELD: ReadonlySet<unknown> = new Set([5, 6]);

/**
 * Runs `work` while holding a lock that all processes of this user and machine share.
 *
 * The lock is an open SQLite transaction, since Node.js has no file lock of its own: the operating
 * system gives it back when the process ends in any way, so none is ever left behind.
 *
 * @throws {StackError} when its folder cannot be written to or the lock is not had before the
 *   deadline; and what `work` throws
 */
export async function withLock<T>(
  file: string,
  { signal, onWait, deadlineMs = 3_600_000 }: LockOptions,
  work: () => Promise<T>,
): Promise<T> {
  makeFolder(dirname(file));
  const held = tryLock(file) ?? (await waitForLock(file, { signal, onWait, deadlineMs }));
  if (held === undefined) {
    throw new StackError(`Another process has held ${file} for ${deadlineMs / 1_000} s.`);
  }
  try {
    return await work();
  } finally {
    held.close();
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StackError(
      `${folder} cannot be written to (${reason}). Set XDG_CACHE_HOME to a folder that can.`,
      { cause: error },
    );
  }
}

async function waitForLock(
  file: string,
  { signal, onWait, deadlineMs }: Required<LockOptions>,
): Promise<DatabaseSync | undefined> {
  onWait();
  return poll(() => tryLock(file), { everyMs: 200, deadlineMs, signal });
}

function tryLock(file: string): DatabaseSync | undefined {
  const database = new DatabaseSync(file);
  try {
    database.exec("BEGIN EXCLUSIVE");
    return database;
  } catch (error) {
    database.close();
    const code = error instanceof Error && "errcode" in error ? error.errcode : undefined;
    if (HELD.has(code)) return undefined;
    throw error;
  }
}
