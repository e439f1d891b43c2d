import { within } from "../within.ts";

/** The time that the end of a process may still wait for telemetry: one allowance for all its stages. */
export interface EndAllowance {
  /** What is left of it, in milliseconds. */
  readonly leftMs: number;
  /** Runs `work` with what is left; settles with it, or when that is used up. */
  spend(work: (timeoutMs: number) => Promise<void>): Promise<void>;
  /** The process did not end: the next end has the whole allowance again. */
  renew(): void;
}

/** Creates an allowance of `totalMs`. */
export function createEndAllowance(totalMs: number): EndAllowance {
  return new Allowance(totalMs);
}

/** For the engine to count what it gives up at the end of its time. */
const GRACE_MS = 50;

class Allowance implements EndAllowance {
  readonly #totalMs: number;
  #spentMs = 0;
  #spenders = 0;
  #since = 0;

  constructor(totalMs: number) {
    this.#totalMs = totalMs;
  }

  get leftMs(): number {
    const runningMs = this.#spenders > 0 ? performance.now() - this.#since : 0;
    return Math.max(0, this.#totalMs - this.#spentMs - runningMs);
  }

  async spend(work: (timeoutMs: number) => Promise<void>): Promise<void> {
    const { leftMs } = this;
    if (this.#spenders === 0) this.#since = performance.now();
    this.#spenders += 1;
    try {
      await within(leftMs + GRACE_MS, work(leftMs));
    } finally {
      this.#spenders -= 1;
      if (this.#spenders === 0) this.#spentMs += performance.now() - this.#since;
    }
  }

  renew(): void {
    this.#spentMs = 0;
    this.#since = performance.now();
  }
}
