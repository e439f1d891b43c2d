import { openLoop } from "../load/open-loop.ts";
import { account } from "./account.ts";
import { alternateKept } from "./alternate.ts";
import type { Scenario } from "./scenario.ts";
import { watched } from "./watched.ts";

const PER_SECOND = 40;
const BYTES = 200_000;

/** What large contents do to the event loop, and whether they arrive. */
export const content: Scenario = {
  name: "content",
  title: `${PER_SECOND} requests/s, each with one span that has ${BYTES / 1000} KB of contents`,
  metrics: [
    { id: "stallMs", title: "longest stall ms", digits: 1, better: "lower" },
    { id: "stretchMs", title: "longest CPU stretch ms", digits: 1, better: "lower" },
    { id: "cpuMs", title: "CPU ms per request", digits: 2, better: "lower" },
    { id: "addedMs", title: "added ms", digits: 2, better: "lower", addedTo: "cpuMs" },
    { id: "loss", title: "loss", digits: 3, better: "lower" },
    { id: "wireKb", title: "wire KB per request", digits: 0, better: "higher" },
    { id: "largestMb", title: "largest post MB", digits: 1, better: "lower" },
    { id: "rssMb", title: "RSS MB", digits: 0, better: "lower" },
  ],
  run: (rig) => {
    const load = { path: `/content/${BYTES}`, perSecond: PER_SECOND, signal: rig.signal };
    return alternateKept(rig, {
      rounds: { full: 3, quick: 1 },
      async warmUp(application) {
        const { port } = application;
        await account(rig, application, () => openLoop({ ...load, port, durationMs: 1_000 }));
      },
      async window(application) {
        const { port } = application;
        // Longer than the 5 s for which the specification lets a batch wait.
        const done = await account(rig, application, () =>
          watched(application, () => openLoop({ ...load, port, durationMs: 6_000 })),
        );
        const { stallMs, stretchMs, result: requests } = done.result;
        return {
          stallMs,
          stretchMs,
          loss: done.loss,
          cpuMs: done.cpuMicros / requests / 1e3,
          wireKb: done.received.bytes / requests / 1e3,
          largestMb: done.received.largest / 1e6,
          rssMb: done.rss / 1e6,
        };
      },
    });
  },
};
