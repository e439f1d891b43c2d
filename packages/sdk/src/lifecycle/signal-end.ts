import type { Engine } from "../engine.ts";
import type { EndAllowance } from "./patience.ts";
import { type DeadlySignal, watchDeadlySignals } from "./signal-watch.ts";
import type { KeptListeners } from "./kept-listeners.ts";

interface SignalEndParts {
  readonly engine: Engine;
  readonly allowance: EndAllowance;
  readonly kept: KeptListeners;
  /** Sends what is left, or, without patience, gives it up. */
  readonly settleAtOnce: (patience: { readonly waits: boolean }) => void;
}

/**
 * A signal comes twice when a whole process group has it and `npm` passes it on, within milliseconds; somebody who presses
 * a key twice takes longer. A Collector that works has everything before that.
 */
const ECHO_MS = 500;

/** What the other ends of the process have to know of signals. */
export interface SignalEnd {
  /** Whether a signal that has just been sent may be waiting for the event loop. */
  mayHear(): boolean;
  /** Has the process die of a signal that it was about to die of; returns where there was none. */
  dieOfSignal(): void;
}

/** Has the process send what is finished before it dies of a signal that nobody handles, if there is something. */
export function endOnSignals(parts: SignalEndParts): SignalEnd {
  const { engine, allowance, kept, settleAtOnce } = parts;
  let dying: { readonly signal: DeadlySignal; readonly since: number } | undefined;
  let isUnsent = true;
  const watch = watchDeadlySignals({ kept, onSignal: (signal) => void hear(signal) });
  const die = (waits: boolean): void => {
    if (dying === undefined) return;
    const { signal } = dying;
    settleAtOnce({ waits });
    watch.die(signal);
    // The first process of a container lives on.
    dying = undefined;
    allowance.renew();
    watch.listen(isUnsent);
  };
  const hear = async (signal: DeadlySignal): Promise<void> => {
    engine.expectEnd();
    if (dying !== undefined) {
      // Who asks twice does not want to wait.
      if (performance.now() - dying.since >= ECHO_MS) die(false);
      return;
    }
    const mine = { signal, since: performance.now() };
    dying = mine;
    await finish(parts);
    if (dying === mine) die(true);
  };
  const listen = (): void => {
    if (dying === undefined) watch.listen(isUnsent);
  };
  engine.watchUnsent?.((now) => {
    isUnsent = now;
    if (now) listen();
    // A signal that came while the event loop stood still is dispatched first: without a listener it would be gone.
    else setImmediate(listen).unref();
  });
  return { mayHear: () => watch.isListening(), dieOfSignal: () => die(false) };
}

/** What the program has added wants to be shut down. But the first process of a container outlives the signal. */
async function finish({ engine, allowance }: SignalEndParts): Promise<void> {
  const isLast = engine.holdsProcess && process.pid !== 1;
  await allowance.spend((timeoutMs) =>
    isLast ? engine.shutdown({ timeoutMs }) : engine.finish({ timeoutMs }),
  );
}
