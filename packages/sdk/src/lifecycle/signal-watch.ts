import { AsyncLocalStorage } from "node:async_hooks";
import type { KeptListeners } from "./kept-listeners.ts";

/** Signals that end a process unless it handles them. */
const deadlySignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** One of the signals that are watched. */
export type DeadlySignal = (typeof deadlySignals)[number];

/** Watches for the signals that the application leaves to their default, which is death. */
export interface SignalWatch {
  /**
   * Whether to listen. A signal with a listener waits for the event loop, so that a process which computes, or waits for
   * a child, does not die of it. @default true
   */
  listen(wants: boolean): void;
  /** Whether a signal that has just been sent may be waiting for the event loop. */
  isListening(): boolean;
  /** Has the signal do what it would have done without us. Returns if that is nothing: the first process of a container lives on. */
  die(signal: DeadlySignal): void;
}

interface SignalWatchParts {
  /** Where the watch has its own listeners. */
  readonly kept: KeptListeners;
  readonly onSignal: (signal: DeadlySignal) => void;
}

/**
 * Calls `onSignal` for a signal that would end the process. A signal that the application listens to is the
 * application's: for as long as it does, no listener of ours is there, so that those who count listeners to find out
 * whether they are alone (`signal-exit` does) count right.
 */
export function watchDeadlySignals({ kept, onSignal }: SignalWatchParts): SignalWatch {
  const watch = new ListeningWatch(onSignal);
  watch.start(kept);
  return watch;
}

class ListeningWatch implements SignalWatch {
  readonly #onSignal: (signal: DeadlySignal) => void;
  /** A listener keeps the context in which it was added, and that may be a request. */
  readonly #detached = AsyncLocalStorage.snapshot();
  #dying: DeadlySignal | undefined;
  #wants = true;

  constructor(onSignal: (signal: DeadlySignal) => void) {
    this.#onSignal = onSignal;
  }

  start(kept: KeptListeners): void {
    kept.add({
      name: "newListener",
      place: "any",
      listener: (name: string, listener: unknown) => {
        if (!isDeadly(name) || listener === this.#listener) return;
        // Not at once: the newcomer is not there yet, and Node.js would stop listening in between.
        queueMicrotask(() => {
          if (process.listenerCount(name) > 1) process.off(name, this.#listener);
        });
      },
    });
    kept.add({
      name: "removeListener",
      place: "any",
      listener: (name: string, listener: unknown) => {
        if (!isDeadly(name)) return;
        // Removed with all others, by somebody who does not know of it. By us: then it is not wanted.
        if (listener === this.#listener) queueMicrotask(() => this.#listenTo(name));
        else this.#listenTo(name);
      },
    });
    this.listen(true);
  }

  listen(wants: boolean): void {
    this.#wants = wants;
    for (const signal of deadlySignals) {
      if (wants) this.#listenTo(signal);
      else process.off(signal, this.#listener);
    }
  }

  isListening(): boolean {
    return deadlySignals.some((signal) => process.listeners(signal).includes(this.#listener));
  }

  die(signal: DeadlySignal): void {
    this.#dying = signal;
    process.off(signal, this.#listener);
    process.kill(process.pid, signal);
    this.#dying = undefined;
    this.#listenTo(signal);
  }

  #listenTo(signal: DeadlySignal): void {
    if (!this.#wants || signal === this.#dying || process.listenerCount(signal) > 0) return;
    this.#detached(() => process.on(signal, this.#listener));
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
