import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Makes a folder of the cache once: `fill` works in a folder beside it, which takes its place when all is well.
 * A run that is cut off leaves no half-filled folder, and of two runs at once the first one wins.
 */
export async function makeOnce(
  folder: string,
  fill: (folder: string) => Promise<void>,
): Promise<void> {
  if (existsSync(folder)) return;
  const partial = join(dirname(folder), `.${basename(folder)}-${process.pid}`);
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  try {
    await fill(partial);
    takePlace(partial, folder);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

function takePlace(partial: string, folder: string): void {
  try {
    renameSync(partial, folder);
  } catch (error) {
    // Another run was faster: its folder has the same content.
    if (!existsSync(folder)) throw error;
  }
}
