import { setTimeout as delay } from "node:timers/promises";

/** Knows how long nothing has happened. */
export interface Quiet {
  /** Something happened. */
  touch(): void;
  /** Waits until nothing has happened for `quietMs`, at most `deadlineMs`. */
  wait(times: { quietMs: number; deadlineMs: number }): Promise<void>;
}

/** Starts with nothing having happened before now. */
export function createQuiet(): Quiet {
  let last = performance.now();
  return {
    touch() {
      last = performance.now();
    },
    async wait({ quietMs, deadlineMs }) {
      const started = performance.now();
      last = started;
      const left = (): number => Math.min(last + quietMs, started + deadlineMs) - performance.now();
      // Each round waits out what is known to be left; only what arrives meanwhile makes another.
      // oxlint-disable-next-line no-await-in-loop -- the rounds depend on each other
      for (let ms = left(); ms > 0; ms = left()) await delay(ms);
    },
  };
}
