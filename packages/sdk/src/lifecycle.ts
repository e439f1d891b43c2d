import { isMainThread } from "node:worker_threads";
import { diag } from "@opentelemetry/api";
import type { Engine } from "./engine.ts";
import { onExitLast } from "./lifecycle/exit-listener.ts";
import { createEndAllowance, type EndAllowance } from "./lifecycle/patience.ts";
import { watchDeadlySignals } from "./lifecycle/signal-watch.ts";
import type { Report } from "./report.ts";
import { within } from "./within.ts";

/** The running telemetry, as the application sees it. */
export interface Lifecycle {
  /** Sends what is finished; settles after `timeoutMs` at the latest and never rejects. */
  readonly flush: (options?: FlushOptions) => Promise<void>;
  /** Sends what is finished and stops; idempotent, settles after `timeoutMs` at the latest, never rejects. */
  readonly shutdown: (options?: FlushOptions) => Promise<void>;
}

export interface FlushOptions {
  /** Longest wait in milliseconds. @default AGENT_OTEL_SHUTDOWN_TIMEOUT, 3000 */
  readonly timeoutMs?: number;
}

interface SupervisionParts {
  readonly report: Report;
  /** Longest time that the end of the process waits for telemetry. */
  readonly shutdownTimeoutMs: number;
}

/**
 * Sends what is finished when the process, or this thread of it, ends: at the natural end, at `process.exit()`, at a
 * crash and at signals that would end it. The application's own listeners, its exit code and the signal it dies of stay
 * as they are.
 */
export function superviseProcess(
  engine: Engine,
  { report, shutdownTimeoutMs }: SupervisionParts,
): Lifecycle {
  let stopping: Promise<void> | undefined;
  const allowance = createEndAllowance(shutdownTimeoutMs);
  const end: End = { engine, report, allowance };
  process.on("beforeExit", () => void endNaturally(end));
  onExitLast(() => settleAtOnce(end, lastTimeout(end)));
  // Threads have no signals.
  if (isMainThread) endOnSignals(end);
  const stop = async (timeoutMs: number): Promise<void> => {
    await within(timeoutMs + GRACE_MS, engine.shutdown({ timeoutMs }));
    report.close();
  };
  return {
    flush: ({ timeoutMs = shutdownTimeoutMs } = {}) =>
      stopping ?? within(timeoutMs, engine.flush({ timeoutMs })),
    shutdown: ({ timeoutMs = shutdownTimeoutMs } = {}) => {
      engine.expectEnd();
      return (stopping ??= stop(timeoutMs));
    },
  };
}

/** For the engine to count what it gives up at the end of its time. */
const GRACE_MS = 50;

interface End {
  readonly engine: Engine;
  readonly report: Report;
  readonly allowance: EndAllowance;
}

/** The event loop has run empty. What we do makes it run again, so the event comes once more afterwards. */
async function endNaturally({ engine, allowance }: End): Promise<void> {
  if (!engine.hasNews) return;
  // Asked now, while listeners that are called once are still there.
  const alone = process.listenerCount("beforeExit") === 1;
  engine.expectEnd();
  if (!alone || !engine.holdsProcess)
    return await allowance.spend((timeoutMs) => engine.finish({ timeoutMs }));
  await allowance.spend((timeoutMs) => engine.shutdown({ timeoutMs }));
  // Retries of an absent server would hold the process for seconds more. With no other listener of beforeExit nobody
  // has begun new work since the event loop ran empty, so leaving now cuts nothing.
  process.exit();
}

/** What came during the last wait is worth a last attempt; what that could not send would not be sent now either. */
function lastTimeout({ engine, allowance }: End): number {
  return engine.hasNews ? allowance.leftMs : 0;
}

/** The process is about to be gone: only what is done before this returns is done. */
function settleAtOnce({ engine, report }: End, timeoutMs: number): void {
  try {
    engine.settleRest?.({ timeoutMs });
    report.close();
  } catch (error) {
    diag.error("the last telemetry could not be sent", error);
  }
}

function endOnSignals(end: End): void {
  const { engine, allowance } = end;
  let dying = false;
  const watch = watchDeadlySignals((signal) => {
    engine.expectEnd();
    const die = (timeoutMs: number): void => {
      settleAtOnce(end, timeoutMs);
      watch.die(signal);
      dying = false;
      allowance.renew();
    };
    // Who asks twice does not want to wait.
    if (dying) return die(0);
    dying = true;
    // What the program has added wants to be shut down. But the first process of a container outlives the signal.
    const isLast = engine.holdsProcess && process.pid !== 1;
    void allowance
      .spend((timeoutMs) =>
        isLast ? engine.shutdown({ timeoutMs }) : engine.finish({ timeoutMs }),
      )
      .finally(() => die(lastTimeout(end)));
  });
}
