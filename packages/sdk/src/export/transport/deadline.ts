/** A signal that aborts after a time, or with another signal. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** To be called when it is not needed any more. */
  clear(): void;
}

/**
 * Creates a deadline; its reason is an error that says after what time. AbortSignal.any() would keep each combination
 * alive as long as `parent`, which lives as long as the process. The timer keeps no process alive.
 */
export function createDeadline(timeoutMs: number, parent: AbortSignal): Deadline {
  const controller = new AbortController();
  const expire = (): void => controller.abort(new Error(`timed out after ${timeoutMs} ms`));
  const follow = (): void => controller.abort(new Error("no answer by the end of the process"));
  const timer = setTimeout(expire, timeoutMs);
  timer.unref();
  if (parent.aborted) follow();
  else parent.addEventListener("abort", follow);
  return {
    signal: controller.signal,
    clear: () => {
      clearTimeout(timer);
      parent.removeEventListener("abort", follow);
    },
  };
}
