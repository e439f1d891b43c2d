import { openLoop } from "../load/open-loop.ts";
import { account } from "./account.ts";
import { alternateKept } from "./alternate.ts";
import type { Scenario } from "./scenario.ts";
import { watched } from "./watched.ts";

const PER_SECOND = 500;
const SPANS = 10;

/** For how long a steady stream of spans holds the main thread. */
export const rate: Scenario = {
  name: "rate",
  title: `${PER_SECOND} requests/s of ${SPANS} spans: ${PER_SECOND * SPANS} spans/s`,
  metrics: [
    { id: "stretchMs", title: "longest CPU stretch ms", digits: 1, better: "lower" },
    { id: "stallMs", title: "longest stall ms", digits: 1, better: "lower" },
    { id: "cpuMicros", title: "CPU µs per request", digits: 0, better: "lower" },
    { id: "loss", title: "loss", digits: 3, better: "lower" },
  ],
  run: (rig) => {
    const load = { path: `/spans/${SPANS}`, perSecond: PER_SECOND, signal: rig.signal };
    return alternateKept(rig, {
      rounds: { full: 5, quick: 1 },
      async warmUp(application) {
        const { port } = application;
        await account(rig, application, () => openLoop({ ...load, port, durationMs: 2_000 }));
      },
      async window(application) {
        const { port } = application;
        const durationMs = rig.quick ? 3_000 : 6_000;
        const done = await account(rig, application, () =>
          watched(application, () => openLoop({ ...load, port, durationMs })),
        );
        const { stallMs, stretchMs, result: requests } = done.result;
        return { stallMs, stretchMs, cpuMicros: done.cpuMicros / requests, loss: done.loss };
      },
    });
  },
};
