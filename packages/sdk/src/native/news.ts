import type { Ledger } from "../export/ledger.ts";

/** Whether something has been made that no end of the process has seen. */
export class News {
  readonly #ledger: Ledger;
  #known: number | undefined;
  #underWay = 0;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  get isNew(): boolean {
    return this.#underWay > 0 || this.#known !== this.#made();
  }

  /** Until it has settled, what it sends is still new. */
  async spread(work: () => Promise<void>): Promise<void> {
    const made = this.#made();
    this.#underWay += 1;
    try {
      await work();
    } finally {
      this.#underWay -= 1;
      this.#known = made;
    }
  }

  /** As {@link spread}, for work that is done when it returns. */
  spreadNow(work: () => void): void {
    work();
    this.#known = this.#made();
  }

  /** Metrics are no news: each look at them makes some. */
  #made(): number {
    const figures = this.#ledger.snapshot();
    return figures.traces.made + figures.logs.made;
  }
}
