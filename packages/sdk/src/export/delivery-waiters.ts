/** Those who wait until something is settled. */
export class Waiters {
  readonly #checks = new Set<() => void>();
  readonly #finishes = new Set<() => void>();

  /** Settles when nothing `isPending`, or after `timeoutMs`. Keeps the process alive until then. */
  wait(isPending: () => boolean, timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        this.#checks.delete(check);
        this.#finishes.delete(finish);
        resolve();
      };
      const timer = setTimeout(finish, timeoutMs);
      const check = (): void => {
        if (!isPending()) finish();
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
