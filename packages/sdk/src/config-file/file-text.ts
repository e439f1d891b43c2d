import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";

/** The content of a file, or why there is none. */
export type FileText = { readonly text: string } | { readonly fault: string };

/**
 * Reads a text file of at most 256 kB. Never blocks, whatever the path leads to: a pipe without a writer and
 * a device are refused like a directory.
 */
export function readFileText(path: string): FileText {
  let descriptor: number | undefined;
  try {
    // Windows knows no such flag, and no pipes in its file system.
    descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) return { fault: "it is no regular file" };
    if (stats.size > LARGEST_FILE) return { fault: "it is larger than 256 kB" };
    return { text: readFileSync(descriptor, "utf8") };
  } catch (error) {
    return {
      fault: error instanceof Error && "code" in error ? String(error.code) : String(error),
    };
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

// The parser's time grows with the square of the keys of a mapping.
const LARGEST_FILE = 256_000;
