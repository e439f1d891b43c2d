import { setTimeout as delay } from "node:timers/promises";
import { join } from "node:path";
import type { Received } from "../sink/receiver.ts";
import { startChild } from "./child.ts";

/** What the sink process tells of itself. */
export interface SinkState extends Received {
  /** The share of time in which it was at work since the last reset; near 1, it did not keep up. */
  readonly busy: number;
}

/** The process at the other end: receiver of telemetry and target of the application's request. */
export interface Sink {
  readonly receiverUrl: string;
  readonly targetUrl: string;
  /** Forgets what has arrived. */
  reset(): Promise<void>;
  state(): Promise<SinkState>;
  /**
   * Waits until `manual` spans of the application have arrived, or until nothing more has arrived for
   * `quietMs`; gives the state then.
   */
  settle(options: { readonly manual: number; readonly quietMs: number }): Promise<SinkState>;
  stop(): Promise<void>;
}

/** Starts the sink process. */
export async function startSink(signal: AbortSignal): Promise<Sink> {
  const child = await startChild({
    name: "the sink",
    args: [join(import.meta.dirname, "../sink/main.ts")],
    cwd: import.meta.dirname,
    env: {},
    signal,
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- sink/main.ts says it so
  const { receiver, target } = child.ready as {
    readonly receiver: number;
    readonly target: number;
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
  const state = async (): Promise<SinkState> => (await child.ask("state")) as SinkState;
  return {
    receiverUrl: `http://127.0.0.1:${receiver}`,
    targetUrl: `http://127.0.0.1:${target}`,
    state,
    async reset() {
      await child.ask("reset");
    },
    settle: ({ manual, quietMs }) => settle(state, { manual, quietMs, signal }),
    stop: () => child.stop(),
  };
}

interface SettleOptions {
  readonly manual: number;
  readonly quietMs: number;
  readonly signal: AbortSignal;
}

const POLL_MS = 20;

async function settle(
  state: () => Promise<SinkState>,
  { manual, quietMs, signal }: SettleOptions,
): Promise<SinkState> {
  let last = await state();
  let changedAt = performance.now();
  while (last.manual < manual && performance.now() - changedAt < quietMs) {
    // oxlint-disable-next-line no-await-in-loop -- polls
    await delay(POLL_MS, undefined, { signal });
    // oxlint-disable-next-line no-await-in-loop -- polls
    const now = await state();
    if (now.bytes !== last.bytes || now.posts !== last.posts) changedAt = performance.now();
    last = now;
  }
  return last;
}
