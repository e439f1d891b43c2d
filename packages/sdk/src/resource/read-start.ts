import { closeSync, constants, openSync, readSync } from "node:fs";

/**
 * The text of a file, no more than `limit` bytes of it; undefined when it cannot be read. Never waits, as reading a
 * named pipe would.
 */
export function readStart(path: string, limit: number): string | undefined {
  let file: number | undefined;
  try {
    // The flag is undefined on Windows, where no path of ours is a pipe.
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    return readUpTo(file, limit);
  } catch {
    // Absent, a folder, not for us: all the same to who asks.
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Files below /proc have no size and come in pieces. */
function readUpTo(file: number, limit: number): string {
  const buffer = Buffer.alloc(limit);
  let length = 0;
  while (length < limit) {
    const read = readSync(file, buffer, length, limit - length, null);
    if (read === 0) break;
    length += read;
  }
  return buffer.toString("utf8", 0, length);
}
