import type { Progress } from "../progress.ts";

/** Progress that shows nothing and keeps what it was told. */
export interface KeptProgress extends Progress {
  readonly lines: readonly string[];
}

/** Progress for tests. */
export function keepProgress(): KeptProgress {
  const lines: string[] = [];
  return {
    lines,
    step: (title) => lines.push(title),
    detail: () => {},
    note: (line) => lines.push(line),
    end: () => {},
  };
}
