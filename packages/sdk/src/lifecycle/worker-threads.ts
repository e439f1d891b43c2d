import { BroadcastChannel, isMainThread, threadId } from "node:worker_threads";
import type { Engine } from "../engine.ts";
import { CHANNEL, type FromWorker, readData } from "./worker-messages.ts";
import { createWorkerTeam, type WorkerTeam } from "./worker-team.ts";

/** Longest time for which the process waits for its worker threads. */
const LONGEST_WAIT_MS = 1000;

/**
 * Makes the main thread's flush, finish and shutdown those of all its worker threads: each has an engine of its own, and
 * hears nothing of the signal that the process dies of. In a worker thread the engine answers the main thread. A process
 * without worker threads does nothing more than without this.
 */
export function withWorkerThreads(engine: Engine): Engine {
  return isMainThread ? leadWorkers(engine) : followMain(engine);
}

function leadWorkers(engine: Engine): Engine {
  let team: WorkerTeam | undefined;
  let onChange: (() => void) | undefined;
  process.on("worker", (worker) => {
    team ??= createWorkerTeam(() => onChange?.());
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
    // They are threads that hold no process.
    get endNeeds() {
      return team?.hasUnsent === true ? "loop" : engine.endNeeds;
    },
    ...watchWith(engine, (tellAgain) => {
      onChange = tellAgain;
      return () => team?.isRunning === true;
    }),
    flush: withTeam((patience) => engine.flush(patience)),
    finish: withTeam((patience) => engine.finish(patience)),
    shutdown: withTeam((patience) => engine.shutdown(patience)),
  };
}

/** What worker threads have not sent would be lost too; of when they have something this thread is not told. */
function watchWith(
  { watchUnsent }: Engine,
  watchTeam: (tellAgain: () => void) => () => boolean,
): Pick<Engine, "watchUnsent"> {
  if (watchUnsent === undefined) return {};
  return {
    watchUnsent: (tell) => {
      let isUnsent = false;
      const tellAll = (): void => tell(isUnsent || isRunning());
      const isRunning = watchTeam(tellAll);
      watchUnsent((now) => {
        isUnsent = now;
        tellAll();
      });
    },
  };
}

function followMain(engine: Engine): Engine {
  const channel = new BroadcastChannel(CHANNEL);
  channel.unref();
  const say = (message: FromWorker): void => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is of windows
    channel.postMessage(message);
  };
  const from = threadId;
  channel.addEventListener("message", (event) => {
    // Workers hear each other too.
    const round = readData(event, "round");
    if (readData(event, "says") !== "flush" || typeof round !== "number") return;
    say({ says: "heard", from, round });
    void engine.flush({ timeoutMs: LONGEST_WAIT_MS }).finally(() => {
      say({ says: "flushed", from, round });
    });
  });
  say({ says: "here", from, unsent: markUnsent(engine) });
  return {
    ...engine,
    // Asked of the engine each time.
    get hasNews() {
      return engine.hasNews;
    },
    // Sending while the loop stands still costs a thread more, which a pool would pay for each of its own.
    get endNeeds() {
      return engine.endNeeds === "nothing" ? "answers" : engine.endNeeds;
    },
  };
}

/** Keeps a number in shared memory: 1 while there is something that is not sent. */
function markUnsent({ watchUnsent }: Engine): SharedArrayBuffer {
  const memory = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const number = new Int32Array(memory);
  Atomics.store(number, 0, 1);
  watchUnsent?.((isUnsent) => void Atomics.store(number, 0, isUnsent ? 1 : 0));
  return memory;
}
