import type { Worker } from "node:worker_threads";
import type { Report } from "../report.ts";

/** Tells of worker threads that run without this SDK. */
export interface SilentThreads {
  /** A thread has begun; `hasSpoken` tells whether it has said that it runs this SDK. */
  watch(worker: Worker, hasSpoken: () => boolean): void;
}

/**
 * Creates the watch. Says once that a thread runs without telemetry, and only where the program was started with a
 * preload: its author may think that its threads are too.
 */
export function createSilentThreads(report: Pick<Report, "warn">): SilentThreads {
  let isTold = !isPreloaded();
  return {
    watch(worker, hasSpoken) {
      if (isTold) return;
      // It says that it is there before it runs anything else.
      worker.once("online", () => {
        setTimeout(() => {
          if (isTold || hasSpoken()) return;
          isTold = true;
          report.warn(WITHOUT);
        }, ANSWER_MS).unref();
      });
    },
  };
}

/** Time for a thread that has begun to say that it is there. */
const ANSWER_MS = 1000;

const WITHOUT =
  "a worker thread runs without telemetry: Node.js preloads nothing into threads that have an execArgv of their own, and what --import names not into those made from text (eval: true). Make it from a file and leave execArgv out, or call startTelemetry() in it.";

function isPreloaded(): boolean {
  const flags = [...process.execArgv, ...(process.env["NODE_OPTIONS"] ?? "").split(" ")];
  return flags.some((flag) => /^(?:--import|--require|-r)(?:=|$)/.test(flag));
}
