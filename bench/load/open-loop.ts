import { setTimeout as delay } from "node:timers/promises";
import { type Connection, openConnection } from "./connection.ts";
import type { LoadOptions } from "./load-options.ts";

/** Requests at a fixed rate, whether the answers come or not. */
export interface OpenLoopOptions extends LoadOptions {
  readonly perSecond: number;
}

/** Runs an open loop for `durationMs`, waits for the last answers and gives the number of requests. */
export async function openLoop(options: OpenLoopOptions): Promise<number> {
  const { perSecond, durationMs, signal } = options;
  const pool = createPool(options);
  const failure = new AbortController();
  const ended = AbortSignal.any([signal, failure.signal]);
  const asked: Promise<void>[] = [];
  const ask = (): Promise<void> => pool.request().catch((error: unknown) => failure.abort(error));
  const total = Math.round((perSecond * durationMs) / 1000);
  const began = performance.now();
  try {
    while (asked.length < total) {
      const due = Math.ceil(((performance.now() - began) * perSecond) / 1000);
      while (asked.length < Math.min(due, total)) asked.push(ask());
      ended.throwIfAborted();
      // oxlint-disable-next-line no-await-in-loop -- waits until the next request is due
      await delay(Math.max(1, 1000 / perSecond));
    }
    await Promise.all(asked);
    ended.throwIfAborted();
    return total;
  } finally {
    pool.close();
  }
}

interface Pool {
  request(): Promise<void>;
  close(): void;
}

/** As many connections as there are requests without an answer at the same time. */
function createPool({ port, path }: OpenLoopOptions): Pool {
  const all: Connection[] = [];
  const idle: Connection[] = [];
  const open = async (): Promise<Connection> => {
    const connection = await openConnection(port, path);
    all.push(connection);
    return connection;
  };
  return {
    async request() {
      const connection = idle.pop() ?? (await open());
      await connection.request();
      idle.push(connection);
    },
    close() {
      for (const connection of all) connection.close();
    },
  };
}
