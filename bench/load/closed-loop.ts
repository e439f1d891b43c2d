import { type Connection, openConnection } from "./connection.ts";
import type { LoadOptions } from "./load-options.ts";

/** Requests one after the other on each of some connections, as fast as the answers come. */
export interface ClosedLoopOptions extends LoadOptions {
  readonly connections: number;
}

/** What a closed loop has come to. */
export interface ClosedLoopResult {
  readonly requests: number;
  readonly perSecond: number;
}

/** Runs a closed loop for `durationMs`. */
export async function closedLoop(options: ClosedLoopOptions): Promise<ClosedLoopResult> {
  const { port, path, connections, durationMs, signal } = options;
  const open = await Promise.all(
    Array.from({ length: connections }, () => openConnection(port, path)),
  );
  const began = performance.now();
  const isOver = (): boolean => signal.aborted || performance.now() - began >= durationMs;
  try {
    const counts = await Promise.all(open.map((connection) => loop(connection, isOver)));
    const seconds = (performance.now() - began) / 1000;
    const requests = counts.reduce((sum, count) => sum + count, 0);
    signal.throwIfAborted();
    return { requests, perSecond: requests / seconds };
  } finally {
    for (const connection of open) connection.close();
  }
}

async function loop(connection: Connection, isOver: () => boolean): Promise<number> {
  let requests = 0;
  while (!isOver()) {
    // oxlint-disable-next-line no-await-in-loop -- one request at a time is what a closed loop is
    await connection.request();
    requests += 1;
  }
  return requests;
}
