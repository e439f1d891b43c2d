import type { Engine } from "./engine.ts";
import type { Report } from "./report.ts";

/** Longest time that the end of the process waits for telemetry, in milliseconds. */
const SHUTDOWN_TIMEOUT_MS = 3000;

/** The running telemetry, as the application sees it. */
export interface Lifecycle {
  /** Sends what is finished; settles after `timeoutMs` at the latest and never rejects. */
  readonly flush: (options?: FlushOptions) => Promise<void>;
  /** Sends what is finished and stops; idempotent, settles after `timeoutMs` at the latest, never rejects. */
  readonly shutdown: (options?: FlushOptions) => Promise<void>;
}

export interface FlushOptions {
  /** Longest wait in milliseconds. @default 3000 */
  readonly timeoutMs?: number;
}

/**
 * Ends the telemetry with the process: at the natural end, and at signals that would end it. The
 * application's own signal handlers, its exit code and the signal it dies of stay as they are.
 */
export function superviseProcess(engine: Engine, report: Report): Lifecycle {
  let stopping: Promise<void> | undefined;
  const stop = async (timeoutMs: number): Promise<void> => {
    await within(timeoutMs, engine.shutdown());
    report.close();
  };
  const shutdown = ({ timeoutMs = SHUTDOWN_TIMEOUT_MS }: FlushOptions = {}): Promise<void> => {
    engine.expectEnd();
    stopping ??= stop(timeoutMs);
    return stopping;
  };
  const flush = ({ timeoutMs = SHUTDOWN_TIMEOUT_MS }: FlushOptions = {}): Promise<void> => {
    return stopping ?? within(timeoutMs, engine.flush());
  };
  process.once("beforeExit", () => void endNaturally(shutdown));
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    endOnSignal(signal, { engine, flush, shutdown });
  return { flush, shutdown };
}

async function endNaturally(shutdown: Lifecycle["shutdown"]): Promise<void> {
  await shutdown();
  // Retries of an absent Collector would hold the process for seconds more. With no other listener of
  // beforeExit nobody has begun new work since the event loop ran empty, so leaving now cuts nothing.
  if (process.listenerCount("beforeExit") === 0) process.exit();
}

function endOnSignal(
  signal: NodeJS.Signals,
  { engine, flush, shutdown }: Lifecycle & { engine: Engine },
): void {
  const onSignal = (): void => {
    // The application decides for itself when it ends: beforeExit follows. What is finished goes now.
    engine.expectEnd();
    if (process.listenerCount(signal) > 1) return void flush();
    void dieOf(signal, onSignal, shutdown);
  };
  process.on(signal, onSignal);
}

async function dieOf(
  signal: NodeJS.Signals,
  onSignal: () => void,
  shutdown: Lifecycle["shutdown"],
): Promise<void> {
  await shutdown();
  process.off(signal, onSignal);
  process.kill(process.pid, signal);
}

async function within(timeoutMs: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs);
  });
  try {
    await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
