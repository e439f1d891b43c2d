import { isMainThread } from "node:worker_threads";
import { diag } from "@opentelemetry/api";
import type { Engine } from "./engine.ts";
import { watchThrowingHandlers } from "./lifecycle/exception-watch.ts";
import { createKeptListeners } from "./lifecycle/kept-listeners.ts";
import { createNaturalEnd } from "./lifecycle/natural-end.ts";
import { createEndAllowance, type EndAllowance } from "./lifecycle/patience.ts";
import { readTimeout } from "./lifecycle/read-timeout.ts";
import { endOnSignals, type SignalEnd } from "./lifecycle/signal-end.ts";
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
  /** Longest wait in milliseconds; more than a day is a day. @default AGENT_OTEL_SHUTDOWN_TIMEOUT, 3000 */
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
  endWithProcess(engine, { report, shutdownTimeoutMs });
  let stopping: Promise<void> | undefined;
  const stop = async (timeoutMs: number): Promise<void> => {
    const graceMs = Math.min(GRACE_MS, timeoutMs / 2);
    await within(timeoutMs, engine.shutdown({ timeoutMs: timeoutMs - graceMs }));
    report.close();
  };
  return {
    flush: (options) => {
      const timeoutMs = readTimeout(options, shutdownTimeoutMs);
      return within(timeoutMs, stopping ?? engine.flush({ timeoutMs }));
    },
    shutdown: (options) => {
      const timeoutMs = readTimeout(options, shutdownTimeoutMs);
      engine.expectEnd();
      stopping ??= stop(timeoutMs);
      return within(timeoutMs, stopping);
    },
  };
}

/** For the engine to count what it gives up at the end of its time, of which it is a part. */
const GRACE_MS = 50;

interface End {
  readonly engine: Engine;
  readonly report: Report;
  readonly allowance: EndAllowance;
}

function endWithProcess(engine: Engine, { report, shutdownTimeoutMs }: SupervisionParts): void {
  const allowance = createEndAllowance(shutdownTimeoutMs);
  const end: End = { engine, report, allowance };
  const kept = createKeptListeners();
  let signals: SignalEnd | undefined;
  const beforeExit = createNaturalEnd({ ...end, hearsSignals: () => signals?.mayHear() === true });
  kept.add({ name: "beforeExit", place: "any", listener: () => beforeExit() });
  // Before the application's own listeners, which may exit, throw or kill the process; and after them, for what they
  // have made.
  kept.add({ name: "exit", place: "first", listener: () => settleAtOnce(end) });
  const last = (): void => {
    settleNews(end);
    // What the application did while we were sending does not change what the process dies of.
    signals?.dieOfSignal();
  };
  kept.add({ name: "exit", place: "last", listener: last });
  const listener = watchThrowingHandlers(() => settleAtOnce(end));
  kept.add({ name: "uncaughtExceptionMonitor", place: "last", listener });
  // Threads have no signals.
  if (!isMainThread) return;
  signals = endOnSignals({
    engine,
    allowance,
    kept,
    settleAtOnce: (patience) => settleAtOnce(end, patience),
  });
}

function settleNews(end: End): void {
  if (end.engine.hasNews) settleAtOnce(end);
}

/**
 * The process is about to be gone: only what is done before this returns is done. What came during the last wait is worth
 * a last attempt; what that could not send would not be sent now either.
 */
function settleAtOnce(
  { engine, report, allowance }: End,
  { waits = engine.hasNews }: { readonly waits?: boolean } = {},
): void {
  try {
    allowance.spendNow((leftMs) => engine.settleRest?.({ timeoutMs: waits ? leftMs : 0 }));
    report.close();
  } catch (error) {
    diag.error("the last telemetry could not be sent", error);
  }
}
