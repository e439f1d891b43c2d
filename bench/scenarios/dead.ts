import { createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { openLoop } from "../load/open-loop.ts";
import type { Application } from "../process/application.ts";
import { alternate } from "./alternate.ts";
import type { Scenario } from "./scenario.ts";

/** What an absent Collector costs in memory. */
export const dead: Scenario = {
  name: "dead",
  title: "nobody listens: 20 requests/s of 100 spans of 1 KB, 2,000 spans/s",
  metrics: [
    { id: "growthMb", title: "RSS growth MB", digits: 0, better: "lower" },
    { id: "peakMb", title: "peak RSS MB", digits: 0, better: "lower" },
    { id: "cpuMs", title: "CPU ms per second", digits: 0, better: "lower" },
  ],
  run: (rig) =>
    alternate(rig, { full: 2, quick: 1 }, async (contender) => {
      const receiverUrl = `http://127.0.0.1:${await closedPort()}`;
      const application = await rig.start(contender, { receiverUrl });
      try {
        // So long takes 2 MB/s to fill a queue of 32 MB, and some more to show that it is bounded.
        const durationMs = rig.quick ? 10_000 : 30_000;
        const load = { port: application.port, path: "/padded/100", signal: rig.signal };
        const before = await application.usage();
        const over = new AbortController();
        const [peak] = await Promise.all([
          peakMemory(application, over.signal),
          openLoop({ ...load, perSecond: 20, durationMs }).finally(() => over.abort()),
        ]);
        const { cpuMicros } = await application.usage();
        return {
          growthMb: (peak - before.rss) / 1e6,
          peakMb: peak / 1e6,
          cpuMs: (cpuMicros - before.cpuMicros) / durationMs,
        };
      } finally {
        await application.stop();
      }
    }),
};

/** A port that refuses connections: it was free a moment ago. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise<void>((resolve) => void server.close(() => resolve()));
  if (address === null || typeof address === "string") throw new Error("no TCP port");
  return address.port;
}

const SAMPLE_MS = 100;

/** The largest resident set that was seen until the signal, in bytes. */
async function peakMemory(application: Application, over: AbortSignal): Promise<number> {
  let peak = 0;
  while (!over.aborted) {
    // oxlint-disable-next-line no-await-in-loop -- samples
    peak = Math.max(peak, (await application.usage()).rss);
    // oxlint-disable-next-line no-await-in-loop -- samples
    await delay(SAMPLE_MS);
  }
  return peak;
}
