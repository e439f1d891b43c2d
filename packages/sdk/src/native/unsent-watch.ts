import { AsyncLocalStorage } from "node:async_hooks";

/** Knows whether there is something that would be lost if the process died at once. */
export interface UnsentWatch {
  /** Something may have been made. On the hot path. */
  stir(): void;
  /** Has `tell` called at each change; there is nothing to begin with, of which it is told at once. */
  tell(tell: (isUnsent: boolean) => void): void;
}

/** How often it is asked, while there is something, whether it has gone. Then there is no timer. */
const LOOK_MS = 100;

/** Creates a watch that asks `isUnsent` after something was made. */
export function createUnsentWatch(isUnsent: () => boolean): UnsentWatch {
  // Outside of the request that happens to make something, which the timer would keep in memory.
  const detached = AsyncLocalStorage.snapshot();
  const tellers: ((isUnsent: boolean) => void)[] = [];
  let timer: NodeJS.Timeout | undefined;
  const tellAll = (isNow: boolean): void => {
    for (const tell of tellers) tell(isNow);
  };
  const look = (): void => {
    if (isUnsent()) return;
    clearInterval(timer);
    timer = undefined;
    tellAll(false);
  };
  return {
    stir: () => {
      if (timer !== undefined) return;
      timer = detached(() => setInterval(look, LOOK_MS).unref());
      detached(() => tellAll(true));
    },
    tell: (tell) => {
      tellers.push(tell);
      tell(timer !== undefined);
    },
  };
}
