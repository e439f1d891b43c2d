import { BroadcastChannel, type Worker, isMainThread, threadId } from "node:worker_threads";

import type { Engine } from "../engine.ts";
import type { Report } from "../report.ts";
import { isNoApplicationThread } from "./own-threads.ts";
import { within } from "../within.ts";

const CHANNEL = "@agent-otel/sdk/worker-threads";

/** Longest time for which the process waits for its worker threads; one that computes cannot answer. */
const LONGEST_WAIT_MS = 1000;

/**
 * Makes the main thread's flush, finish and shutdown those of all its worker threads: each has an engine of its own, and
 * hears nothing of the signal that the process dies of. In a worker thread the engine answers the main thread. A process
 * without worker threads does nothing more than without this. Where the program was started with a preload, a thread that
 * runs without it is told of, once.
 */
export function withWorkerThreads(engine: Engine, report: Pick<Report, "warn">): Engine {
  return isMainThread ? leadWorkers(engine, report) : followMain(engine);
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

function leadWorkers(engine: Engine, report: Pick<Report, "warn">): Engine {
  let team: Team | undefined;
  let isTold = !isPreloaded();
  const onMissing = (): void => {
    if (isTold) return;
    isTold = true;
    report.warn(WITHOUT);
  };
  process.on("worker", (worker) => {
    if (isNoApplicationThread(worker)) return;
    team ??= new Team(onMissing);
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

/** Whether whoever started this program has preloaded something into it, and so into its threads, as they may think. */
function isPreloaded(): boolean {
  const flags = [...process.execArgv, ...(process.env["NODE_OPTIONS"] ?? "").split(" ")];
  return flags.some((flag) => /^(?:--import|--require|-r)(?:=|$)/.test(flag));
}

const WITHOUT =
  "a worker thread runs without telemetry: Node.js preloads nothing into threads that have an execArgv of their own, and what --import names not into those made from text (eval: true). Make it from a file and leave execArgv out, or call startTelemetry() in it.";

/** Time for a thread that has begun to say that it is there. */
const ANSWER_MS = 1000;

/** The worker threads that run this SDK, as the main thread sees them. */
class Team {
  readonly #onMissing: () => void;
  readonly #channel = new BroadcastChannel(CHANNEL);
  readonly #members = new Set<number>();
  /** Also of those that have ended. */
  readonly #heard = new Set<number>();
  readonly #rounds = new Map<number, Round>();
  #lastRound = 0;

  /** @param onMissing Is told of each thread that does not run this SDK. */
  constructor(onMissing: () => void) {
    this.#onMissing = onMissing;
    this.#channel.unref();
    this.#channel.addEventListener("message", (event) => {
      const message = readMessage(event);
      if (message === undefined) return;
      this.#heard.add(message.from);
      if (message.says === "here") this.#members.add(message.from);
      else this.#rounds.get(message.round)?.strike(message.from);
    });
  }

  /** A thread that ends has nothing more to send. */
  add(worker: Worker): void {
    const id = worker.threadId;
    // It says that it is there before it runs anything else.
    worker.once("online", () => {
      setTimeout(() => {
        if (!this.#heard.has(id)) this.#onMissing();
      }, ANSWER_MS).unref();
    });
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
