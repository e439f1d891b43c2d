import type { Signal } from "../env/otlp-variables.ts";

/** What the policy does with contents. */
type ContentAction =
  /** Attributes and bodies that were left out. */
  | "removed"
  /** Those that were captured, but not as they were. */
  | "rewritten"
  /** Words of errors that were cut to type and code. */
  | "error_cut";

/** How often each was done, by signal. */
export type ContentFigures = Readonly<Record<Signal, Readonly<Record<ContentAction, number>>>>;

/** Counts what is done with contents. */
export interface ContentCounter {
  /** @param what For the one line about it: the attribute's name. */
  count(signal: Signal, action: ContentAction, what: string): void;
  readonly figures: ContentFigures;
}

/** Creates a counter at 0. `onFirst` hears of the first that is removed. */
export function createContentCounter(onFirst: (what: string) => void): ContentCounter {
  const figures = { traces: none(), metrics: none(), logs: none() };
  let isFirst = true;
  return {
    figures,
    count: (signal, action, what) => {
      figures[signal][action] += 1;
      if (!isFirst || action !== "removed") return;
      isFirst = false;
      onFirst(what);
    },
  };
}

function none(): Record<ContentAction, number> {
  return { removed: 0, rewritten: 0, error_cut: 0 };
}
