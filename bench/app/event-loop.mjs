import { monitorEventLoopDelay } from "node:perf_hooks";

/**
 * Watches the event loop until the function it returns is called. That gives, in milliseconds:
 *
 * - `stallMs`: the longest delay that `monitorEventLoopDelay` saw, wall time, so whatever else the
 *   machine does is in it;
 * - `stretchMs`: the most CPU time that the main thread used between two ticks of a 1 ms timer, which
 *   does not depend on what else runs.
 */
export function watchEventLoop() {
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  histogram.enable();
  let longest = 0;
  let last = threadCpuMicros();
  const timer = setInterval(() => {
    const now = threadCpuMicros();
    if (now - last > longest) longest = now - last;
    last = now;
  }, 1);
  return () => {
    clearInterval(timer);
    histogram.disable();
    return { stallMs: histogram.max / 1e6, stretchMs: longest / 1e3 };
  };
}

function threadCpuMicros() {
  const { user, system } = process.threadCpuUsage();
  return user + system;
}
