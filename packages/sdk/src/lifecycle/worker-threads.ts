import { BroadcastChannel, type Worker, isMainThread, threadId } from "node:worker_threads";

import type { Engine } from "../engine.ts";
import { within } from "../within.ts";

const CHANNEL = "@agent-otel/sdk/worker-threads";

/** Longest time for which the process waits for its worker threads; one that computes cannot answer. */
const LONGEST_WAIT_MS = 1000;

/**
 * Makes the main thread's flush, finish and shutdown those of all its worker threads: each has an engine of its own, and
 * hears nothing of the signal that the process dies of. In a worker thread the engine answers the main thread. A process
 * without worker threads does nothing more than without this.
 */
export function withWorkerThreads(engine: Engine): Engine {
  return isMainThread ? leadWorkers(engine) : followMain(engine);
}

/** Sent by workers: that they are there, and that they have sent what they had when round `round` began. */
interface FromWorker {
  readonly from: number;
  readonly says: "flushed" | "here";
  readonly round: number;
}

/** Sent by the main thread, to all of them. */
interface FromMain {
  readonly says: "flush";
  readonly round: number;
}

function leadWorkers(engine: Engine): Engine {
  let team: Team | undefined;
  process.on("worker", (worker) => {
    team ??= new Team();
    team.add(worker);
  });
  const withTeam =
    (work: Engine["flush"]): Engine["flush"] =>
    async ({ timeoutMs }) => {
      const waitMs = Math.min(timeoutMs, LONGEST_WAIT_MS);
      await Promise.all([work({ timeoutMs }), team?.flush(waitMs)]);
    };
  return {
    ...engine,
    // Asked of the engine each time.
    get hasNews() {
      return engine.hasNews;
    },
    flush: withTeam((patience) => engine.flush(patience)),
    finish: withTeam((patience) => engine.finish(patience)),
    shutdown: withTeam((patience) => engine.shutdown(patience)),
  };
}

/** The worker threads that run this SDK, as the main thread sees them. */
class Team {
  readonly #channel = new BroadcastChannel(CHANNEL);
  readonly #members = new Set<number>();
  readonly #rounds = new Map<number, Round>();
  #lastRound = 0;

  constructor() {
    this.#channel.unref();
    this.#channel.addEventListener("message", (event) => {
      const message = readMessage(event);
      if (message === undefined) return;
      if (message.says === "here") this.#members.add(message.from);
      else this.#rounds.get(message.round)?.strike(message.from);
    });
  }

  /** A thread that ends has nothing more to send. */
  add(worker: Worker): void {
    const id = worker.threadId;
    worker.once("exit", () => {
      this.#members.delete(id);
      for (const round of this.#rounds.values()) round.strike(id);
    });
  }

  /** Settles when every member has sent what it had, or after `waitMs`; never rejects. */
  async flush(waitMs: number): Promise<void> {
    if (this.#members.size === 0) return;
    this.#lastRound += 1;
    const number = this.#lastRound;
    const round = startRound(this.#members);
    this.#rounds.set(number, round);
    const message: FromMain = { says: "flush", round: number };
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is of windows
    this.#channel.postMessage(message);
    await within(waitMs, round.complete);
    this.#rounds.delete(number);
  }
}

interface Round {
  /** Settles when every member has been struck off. */
  readonly complete: Promise<void>;
  strike(member: number): void;
}

function startRound(members: ReadonlySet<number>): Round {
  const missing = new Set(members);
  const { promise, resolve } = Promise.withResolvers<void>();
  return {
    complete: promise,
    strike(member) {
      missing.delete(member);
      if (missing.size === 0) resolve();
    },
  };
}

function followMain(engine: Engine): Engine {
  const channel = new BroadcastChannel(CHANNEL);
  channel.unref();
  const say = (says: FromWorker["says"], round: number): void => {
    const message: FromWorker = { from: threadId, says, round };
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is of windows
    channel.postMessage(message);
  };
  channel.addEventListener("message", (event) => {
    // Workers hear each other too.
    const round = readData(event, "round");
    if (readData(event, "says") !== "flush" || typeof round !== "number") return;
    void engine.flush({ timeoutMs: LONGEST_WAIT_MS }).finally(() => {
      say("flushed", round);
    });
  });
  say("here", 0);
  return engine;
}

function readMessage(event: unknown): FromWorker | undefined {
  const [says, from, round] = ["says", "from", "round"].map((name) => readData(event, name));
  if (says !== "here" && says !== "flushed") return undefined;
  return typeof from === "number" && typeof round === "number" ? { from, says, round } : undefined;
}

/** Other code of the process could write to the channel too. */
function readData(event: unknown, name: string): unknown {
  const data: unknown =
    typeof event === "object" && event !== null ? Reflect.get(event, "data") : undefined;
  return typeof data === "object" && data !== null ? Reflect.get(data, name) : undefined;
}
