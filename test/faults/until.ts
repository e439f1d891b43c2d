import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";

const DEADLINE_MS = 10_000;

/** Polls until something is so; fails with `what` has not come about when the time is up. */
export async function until(isSo: () => boolean, what: string): Promise<void> {
  const deadline = performance.now() + DEADLINE_MS;
  while (!isSo()) {
    assert.ok(performance.now() < deadline, `not within ${DEADLINE_MS} ms: ${what}`);
    // oxlint-disable-next-line no-await-in-loop -- polls
    await pause(10);
  }
}
