import type { Engine } from "./engine.ts";
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
 * Ends the telemetry with the process: at the natural end, and at signals that would end it. The
 * application's own signal handlers, its exit code and the signal it dies of stay as they are.
 */
export function superviseProcess(
  engine: Engine,
  { report, shutdownTimeoutMs }: SupervisionParts,
): Lifecycle {
  let stopping: Promise<void> | undefined;
  const stop = async (timeoutMs: number): Promise<void> => {
    await within(timeoutMs + GRACE_MS, engine.shutdown({ timeoutMs }));
    report.close();
  };
  const shutdown = ({ timeoutMs = shutdownTimeoutMs }: FlushOptions = {}): Promise<void> => {
    engine.expectEnd();
    stopping ??= stop(timeoutMs);
    return stopping;
  };
  const flush = ({ timeoutMs = shutdownTimeoutMs }: FlushOptions = {}): Promise<void> => {
    return stopping ?? within(timeoutMs, engine.flush());
  };
  process.once("beforeExit", () => void endNaturally(shutdown));
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    endOnSignal(signal, { engine, flush, shutdown });
  return { flush, shutdown };
}

async function endNaturally(shutdown: Lifecycle["shutdown"]): Promise<void> {
  // Asked now, while listeners that are called once are still there.
  const alone = process.listenerCount("beforeExit") === 0;
  await shutdown();
  // Retries of an absent Collector would hold the process for seconds more. With no other listener of
  // beforeExit nobody has begun new work since the event loop ran empty, so leaving now cuts nothing.
  if (alone) process.exit();
}

/** For the engine to count what it gives up at the end of its time. */
const GRACE_MS = 50;

function endOnSignal(
  signal: NodeJS.Signals,
  { engine, flush, shutdown }: Lifecycle & { engine: Engine },
): void {
  let dying = false;
  const die = (): void => {
    process.off(signal, onSignal);
    process.kill(process.pid, signal);
  };
  const onSignal = (): void => {
    engine.expectEnd();
    // The application decides for itself when it ends: beforeExit follows. What is finished goes now.
    if (process.listenerCount(signal) > 1) return void flush();
    // Who asks twice does not want to wait.
    if (dying) return die();
    dying = true;
    void shutdown().finally(die);
  };
  process.on(signal, onSignal);
}
