import { MIN_PAUSE_MS, pauseBeforeRetry } from "./retry.ts";

/** Whether an endpoint takes requests, and when to try it again. Times are in milliseconds of one clock. */
export class EndpointHealth {
  readonly #random: () => number;
  #failures = 0;
  #resumeAt = 0;
  #lastFailureAt = -Infinity;
  /** The server has asked to be left alone until then. */
  #heldUntil = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** Failed attempts in a row; those that were under way together count as one. */
  get failures(): number {
    return this.#failures;
  }

  /** Nothing is sent before this time. */
  get resumeAt(): number {
    return this.#resumeAt;
  }

  /** How many more requests may begin now: while the endpoint is down a single one, as a probe. */
  freeSlots(now: number, { used, parallel }: { used: number; parallel: number }): number {
    if (now < this.#resumeAt) return 0;
    return (this.#failures > 0 ? 1 : parallel) - used;
  }

  /** An attempt that began at `startedAt` has failed in a way that may pass. */
  failed({
    now,
    startedAt,
    afterMs,
  }: {
    now: number;
    startedAt: number;
    afterMs?: number | undefined;
  }): void {
    if (startedAt > this.#lastFailureAt) this.#failures += 1;
    this.#lastFailureAt = now;
    this.#resumeAt = Math.max(this.#resumeAt, this.pauseFor(this.#failures, { now, afterMs }));
    if (afterMs !== undefined) this.#heldUntil = this.#resumeAt;
  }

  /** The time of the next attempt after that many failures of one batch, or of the endpoint if it has failed more often. */
  pauseFor(
    failures: number,
    { now, afterMs }: { now: number; afterMs?: number | undefined },
  ): number {
    const most = Math.max(failures, this.#failures);
    return now + pauseBeforeRetry(most, { afterMs, random: this.#random });
  }

  /** The endpoint has answered. Gives the number of failures before that. */
  answered(): number {
    const failures = this.#failures;
    this.#failures = 0;
    this.#resumeAt = this.#heldUntil;
    return failures;
  }

  /** Somebody waits: the next probe goes as soon as politeness allows. Gives that time. */
  tryAgainSoon(now: number): number {
    const polite = Math.max(now, this.#heldUntil, this.#lastFailureAt + MIN_PAUSE_MS);
    this.#resumeAt = Math.min(this.#resumeAt, polite);
    return polite;
  }
}
