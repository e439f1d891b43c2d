import { setImmediate as nextTurn } from "node:timers/promises";

/**
 * Lets signals that came while this process was blocked be seen, and throws when one has come.
 * To be called after a search for programs: Ctrl-C ends the program that is being asked, too, and
 * would otherwise be told as if it did not work.
 */
export async function throwIfInterrupted(signal: AbortSignal): Promise<void> {
  await nextTurn();
  signal.throwIfAborted();
}
