import { BroadcastChannel, type Worker } from "node:worker_threads";
import { within } from "../within.ts";
import { CHANNEL, type FromMain, type FromWorker, readMessage } from "./worker-messages.ts";

/**
 * Longest time in which a worker thread must have said that it heard. One that computes, or waits as the idle ones of a
 * pool do, in `Atomics.wait()`, hears nothing; its spans are found in its memory.
 */
const LONGEST_SILENCE_MS = 250;

/** The worker threads, as the main thread sees them. */
export interface WorkerTeam {
  /** Whether there is one, with this SDK or without. */
  readonly isRunning: boolean;
  /** Whether one with this SDK has something to send. */
  readonly hasUnsent: boolean;
  add(worker: Worker): void;
  /** Settles when every one that hears has sent what it had, or after `waitMs`; never rejects. */
  flush(waitMs: number): Promise<void>;
}

/** Creates a team without members; `onChange` hears of the first that runs, and when none does any more. */
export function createWorkerTeam(onChange: () => void): WorkerTeam {
  return new Team(onChange);
}

class Team implements WorkerTeam {
  readonly #channel = new BroadcastChannel(CHANNEL);
  readonly #onChange: () => void;
  readonly #running = new Set<number>();
  /** Those with this SDK: whether they have something to send. */
  readonly #members = new Map<number, Int32Array>();
  readonly #rounds = new Map<number, Round>();
  #lastRound = 0;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
    this.#channel.unref();
    this.#channel.addEventListener("message", (event) => this.#hear(readMessage(event)));
  }

  get isRunning(): boolean {
    return this.#running.size > 0;
  }

  get hasUnsent(): boolean {
    return this.#unsent().length > 0;
  }

  add(worker: Worker): void {
    const id = worker.threadId;
    this.#running.add(id);
    this.#onChange();
    // A thread that ends has nothing more to send.
    worker.once("exit", () => {
      this.#members.delete(id);
      this.#running.delete(id);
      this.#onChange();
      for (const round of this.#rounds.values()) round.strike(id);
    });
  }

  async flush(waitMs: number): Promise<void> {
    const members = this.#unsent();
    if (members.length === 0) return;
    this.#lastRound += 1;
    const number = this.#lastRound;
    const round = startRound(members);
    this.#rounds.set(number, round);
    const message: FromMain = { says: "flush", round: number };
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is of windows
    this.#channel.postMessage(message);
    await within(Math.min(waitMs, LONGEST_SILENCE_MS), round.complete);
    round.strikeSilent();
    await within(Math.max(0, waitMs - LONGEST_SILENCE_MS), round.complete);
    this.#rounds.delete(number);
  }

  #unsent(): readonly number[] {
    return [...this.#members].flatMap(([id, unsent]) =>
      Atomics.load(unsent, 0) === 1 ? [id] : [],
    );
  }

  #hear(message: FromWorker | undefined): void {
    if (message === undefined) return;
    const { from } = message;
    if (message.says === "here") this.#members.set(from, new Int32Array(message.unsent));
    else if (message.says === "heard") this.#rounds.get(message.round)?.heard(from);
    else this.#rounds.get(message.round)?.strike(from);
  }
}

interface Round {
  /** Settles when every member has been struck off. */
  readonly complete: Promise<void>;
  heard(member: number): void;
  strike(member: number): void;
  /** Strikes those off that have not heard. */
  strikeSilent(): void;
}

function startRound(members: readonly number[]): Round {
  const missing = new Set(members);
  const silent = new Set(members);
  const { promise, resolve } = Promise.withResolvers<void>();
  const strike = (member: number): void => {
    missing.delete(member);
    if (missing.size === 0) resolve();
  };
  return {
    complete: promise,
    heard: (member) => void silent.delete(member),
    strike,
    strikeSilent: () => {
      for (const member of silent) strike(member);
    },
  };
}
