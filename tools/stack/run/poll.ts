import { setTimeout as delay } from "node:timers/promises";

/** How often and for how long to ask. */
export interface PollOptions {
  /** Pause between two attempts, in milliseconds. */
  readonly everyMs: number;
  /** Time after which no further attempt is begun, in milliseconds. */
  readonly deadlineMs: number;
  /** Ends the wait; the poll then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Repeats an attempt until it gives something other than undefined. Returns undefined when the
 * deadline passes first. An attempt that rejects ends the poll.
 */
export async function poll<T>(
  attempt: () => T | undefined | Promise<T | undefined>,
  { everyMs, deadlineMs, signal }: PollOptions,
): Promise<T | undefined> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    signal?.throwIfAborted();
    // oxlint-disable-next-line no-await-in-loop -- asking one after the other is the point
    const answer = await attempt();
    if (answer !== undefined || performance.now() + everyMs > end) return answer;
    // oxlint-disable-next-line no-await-in-loop -- as above
    await delay(everyMs, undefined, { signal });
  }
}
