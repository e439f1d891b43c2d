import type { Batch } from "../export/batch.ts";
import type { Delivery, EndingDelivery } from "../export/delivery.ts";
import { within } from "../within.ts";

/** How those who wait for a delivery are to wait. */
export interface Waiting {
  /** `finish`: no longer than something can be expected of the endpoint. `shutdown`: and nothing follows. */
  readonly kind: "finish" | "flush" | "shutdown";
  readonly timeoutMs: number;
}

/**
 * Whoever flushes a pipeline knows its own patience, 30 s by default; the process may have less. A timer of theirs must
 * not outlive the process's own, for it would keep the process alive.
 */
export interface TimeLimit {
  /** The way to wait at the moment for somebody who would wait for `timeoutMs`; `undefined` when they are free. */
  current(timeoutMs: number): Waiting | undefined;
  /**
   * Begins `work`, and until {@link letGo}, which follows by itself if the process goes on, nobody waits for a delivery, and what is for one is
   * kept here, so that nothing begins that would wake an event loop which has run empty.
   */
  hold(work: () => Promise<void>): void;
  letGo(): void;
  /** Takes `accept`, to be called by {@link letGo}; false when nothing is held. */
  keeps(accept: () => void): boolean;
  /** Runs `work` under a limit; settles with it, or when the time is over. A shutdown's limit stays. */
  during(waiting: Waiting, work: () => Promise<void>): Promise<void>;
}

/** Creates a limit that does not apply yet. */
export function createTimeLimit(): TimeLimit {
  let active: (Waiting & { readonly until: number }) | undefined;
  let held: (() => void)[] | undefined;
  const letGo = (): void => {
    const accepts = held ?? [];
    held = undefined;
    for (const accept of accepts) accept();
  };
  return {
    hold: (work) => {
      held ??= [];
      setTimeout(letGo, 0).unref();
      void work();
    },
    letGo,
    keeps: (accept) => held !== undefined && held.push(accept) > 0,
    current: (timeoutMs) => {
      if (active === undefined) return undefined;
      const left = Math.max(0, active.until - performance.now());
      return { kind: active.kind, timeoutMs: Math.min(timeoutMs, left) };
    },
    during: async (waiting, work) => {
      letGo();
      const { kind, timeoutMs } = waiting;
      const mine = { kind, timeoutMs, until: performance.now() + timeoutMs };
      if (active === undefined || severity[kind] >= severity[active.kind]) active = mine;
      try {
        await within(timeoutMs, work());
      } finally {
        if (active === mine && kind !== "shutdown") active = undefined;
      }
    },
  };
}

const severity: Readonly<Record<Waiting["kind"], number>> = { flush: 0, finish: 1, shutdown: 2 };

/**
 * The delivery for those who wait for it, under the limit.
 *
 * @param inspect Sees each batch before it is taken. @default nobody does
 */
export function limitDelivery(
  delivery: EndingDelivery,
  limit: TimeLimit,
  inspect?: (batch: Batch) => void,
): Delivery {
  const wait = (kind: "flush" | "shutdown", timeoutMs: number): Promise<void> => {
    if (kind === "flush" && limit.keeps(noop)) return Promise.resolve();
    const waiting = limit.current(timeoutMs) ?? { kind, timeoutMs };
    // A reader of metrics flushes before it shuts down: at the end there is no time for both. And the application may
    // live on after all, when it ends a pipeline of its own.
    const way = kind === "shutdown" ? kind : waiting.kind;
    return delivery[way]({ timeoutMs: waiting.timeoutMs });
  };
  return {
    accept: (batch) => {
      inspect?.(batch);
      if (!limit.keeps(() => delivery.accept(batch))) delivery.accept(batch);
    },
    flush: ({ timeoutMs }) => wait("flush", timeoutMs),
    shutdown: ({ timeoutMs }) => wait("shutdown", timeoutMs),
    get pendingBytes() {
      return delivery.pendingBytes;
    },
    get triedItems() {
      return delivery.triedItems;
    },
    get exportingItems() {
      return delivery.exportingItems;
    },
    get triedAndDropped() {
      return delivery.triedAndDropped;
    },
  };
}

function noop(): void {}
