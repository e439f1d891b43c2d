import { within } from "../within.ts";

/** The time that the end of a process may still wait for telemetry: one allowance for all its stages. */
export interface EndAllowance {
  /** What is left of it, in milliseconds. */
  readonly leftMs: number;
  /** Runs `work` with what is left; settles with it, or when that is used up. */
  spend(work: (timeoutMs: number) => Promise<void>): Promise<void>;
  /** As {@link spend}, for work that is done when it returns. */
  spendNow(work: (timeoutMs: number) => void): void;
  /** The process did not end: the next end has the whole allowance again. */
  renew(): void;
}

/** Creates an allowance for an end that takes `totalMs` at most. */
export function createEndAllowance(totalMs: number): EndAllowance {
  return new Allowance(totalMs - Math.min(RESERVE_MS, totalMs / 10));
}

/** For what follows the waiting: counting what is given up, the last lines, and the end of the process itself. */
const RESERVE_MS = 250;

/** For the engine to count what it gives up at the end of its time; a part of the reserve. */
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
    this.#begin();
    try {
      await within(leftMs + GRACE_MS, work(leftMs));
    } finally {
      this.#end();
    }
  }

  spendNow(work: (timeoutMs: number) => void): void {
    const { leftMs } = this;
    this.#begin();
    try {
      work(leftMs);
    } finally {
      this.#end();
    }
  }

  renew(): void {
    this.#spentMs = 0;
    this.#since = performance.now();
  }

  #begin(): void {
    if (this.#spenders === 0) this.#since = performance.now();
    this.#spenders += 1;
  }

  #end(): void {
    this.#spenders -= 1;
    if (this.#spenders === 0) this.#spentMs += performance.now() - this.#since;
  }
}
