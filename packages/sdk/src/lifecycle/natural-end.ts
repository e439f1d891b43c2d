import type { Engine } from "../engine.ts";
import type { EndAllowance } from "./patience.ts";

interface NaturalEndParts {
  readonly engine: Engine;
  readonly allowance: EndAllowance;
  /** Whether a signal may be waiting for the event loop, as that of a process which kills itself with its last words. */
  readonly hearsSignals: () => boolean;
}

/**
 * Creates what is to be done at `beforeExit`: the event loop has run empty. Whatever wakes it again has the event come once
 * more, to the application's listeners too, and gives timers a chance that were not to hold the process. So what is
 * left is sent at `exit`, unless that cannot do it; and it is waited for once at most, for a listener that makes
 * something each time would have the process go on for ever.
 */
export function createNaturalEnd({ engine, allowance, hearsSignals }: NaturalEndParts): () => void {
  let hasWaited = false;
  let hasTurned = false;
  return () => {
    if (!engine.hasNews) return;
    // Asked now, while listeners that are called once are still there.
    const isAlone = process.listenerCount("beforeExit") === 1;
    engine.expectEnd();
    const { endNeeds } = engine;
    const waits =
      endNeeds === "loop" || (endNeeds === "answers" && isAlone) || allowance.leftMs < LEAST_MS;
    if (isAlone && !waits && !hasTurned && hearsSignals()) {
      hasTurned = true;
      // Nobody else is told of the turn.
      setImmediate(() => {});
      return;
    }
    if (hasWaited || !waits) return engine.gather?.();
    hasWaited = true;
    void wait({ engine, allowance }, isAlone);
  };
}

/** What is left for `exit` has to be sent by a thread, which takes so long to start on a busy machine. */
const LEAST_MS = 400;

async function wait(
  { engine, allowance }: Pick<NaturalEndParts, "allowance" | "engine">,
  isAlone: boolean,
): Promise<void> {
  if (!isAlone || !engine.holdsProcess)
    return await allowance.spend((timeoutMs) => engine.finish({ timeoutMs }));
  await allowance.spend((timeoutMs) => engine.shutdown({ timeoutMs }));
  // Retries of an absent server would hold the process for seconds more. With no other listener of beforeExit nobody
  // has begun new work since the event loop ran empty, so leaving now cuts nothing.
  process.exit();
}
