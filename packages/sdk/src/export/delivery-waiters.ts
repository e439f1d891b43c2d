/** Those who wait until everything up to a point is settled. */
export class Waiters {
  readonly #checks = new Set<() => void>();
  readonly #finishes = new Set<() => void>();
  readonly #isPending: (upTo: number) => boolean;

  /** `isPending` tells whether something up to that sequence number is not settled yet. */
  constructor(isPending: (upTo: number) => boolean) {
    this.#isPending = isPending;
  }

  /** Settles when nothing up to `sequence` is pending, or after `timeoutMs`. Keeps the process alive until then. */
  wait(sequence: number, timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        this.#checks.delete(check);
        this.#finishes.delete(finish);
        resolve();
      };
      const timer = setTimeout(finish, timeoutMs);
      const check = (): void => {
        if (!this.#isPending(sequence)) finish();
      };
      this.#checks.add(check);
      this.#finishes.add(finish);
      check();
    });
  }

  /** Nothing more will be settled soon: nobody waits any longer. */
  finish(): void {
    for (const finish of this.#finishes) finish();
  }

  /** Something has been settled. */
  check(): void {
    for (const check of this.#checks) check();
  }
}
