/** Signals that end a process unless it handles them. */
const deadlySignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** One of the signals that are watched. */
export type DeadlySignal = (typeof deadlySignals)[number];

/** Watches for the signals that the application leaves to their default, which is death. */
export interface SignalWatch {
  /** Has the signal do what it would have done without us. Returns if that is nothing: the first process of a container lives on. */
  die(signal: DeadlySignal): void;
}

/**
 * Calls `onSignal` for a signal that would end the process. A signal that the application listens to is the
 * application's: for as long as it does, no listener of ours is there, so that those who count listeners to find out
 * whether they are alone (`signal-exit` does) count right.
 */
export function watchDeadlySignals(onSignal: (signal: DeadlySignal) => void): SignalWatch {
  const watch = new ListeningWatch(onSignal);
  watch.start();
  return watch;
}

class ListeningWatch implements SignalWatch {
  readonly #onSignal: (signal: DeadlySignal) => void;
  #dying: DeadlySignal | undefined;

  constructor(onSignal: (signal: DeadlySignal) => void) {
    this.#onSignal = onSignal;
  }

  start(): void {
    process.on("newListener", (name, listener) => {
      if (!isDeadly(name) || listener === this.#listener) return;
      // Not at once: the newcomer is not there yet, and Node.js would stop listening in between.
      queueMicrotask(() => {
        if (process.listenerCount(name) > 1) process.off(name, this.#listener);
      });
    });
    process.on("removeListener", (name, listener) => {
      if (!isDeadly(name) || listener === this.#listener || name === this.#dying) return;
      if (process.listenerCount(name) === 0) process.on(name, this.#listener);
    });
    for (const signal of deadlySignals) {
      if (process.listenerCount(signal) === 0) process.on(signal, this.#listener);
    }
  }

  die(signal: DeadlySignal): void {
    this.#dying = signal;
    process.off(signal, this.#listener);
    process.kill(process.pid, signal);
    this.#dying = undefined;
    if (process.listenerCount(signal) === 0) process.on(signal, this.#listener);
  }

  readonly #listener = (signal: NodeJS.Signals): void => {
    // A listener that was added a moment ago: it is the application's signal already.
    if (!isDeadly(signal) || process.listenerCount(signal) > 1) return;
    this.#onSignal(signal);
  };
}

function isDeadly(name: string | symbol): name is DeadlySignal {
  return deadlySignals.some((signal) => signal === name);
}
