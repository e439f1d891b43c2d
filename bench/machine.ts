import { arch, availableParallelism, loadavg, platform, totalmem } from "node:os";

/** What the figures were taken on. */
export interface Machine {
  readonly node: string;
  readonly platform: string;
  readonly processors: number;
  readonly memoryGb: number;
  /** Processes that wanted to run in the minute before, on average; beside a bench there should be none. */
  readonly loadBefore: number;
}

/** Describes the machine as it is before the run. */
export function describeMachine(): Machine {
  return {
    node: process.version,
    platform: `${platform()} ${arch()}`,
    processors: availableParallelism(),
    memoryGb: Math.round(totalmem() / 1e9),
    loadBefore: Number((loadavg()[0] ?? 0).toFixed(2)),
  };
}
