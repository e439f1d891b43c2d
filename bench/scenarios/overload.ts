import { closedLoop } from "../load/closed-loop.ts";
import { account } from "./account.ts";
import { alternateFresh } from "./alternate.ts";
import type { Scenario } from "./scenario.ts";

/** What happens when spans are made as fast as the application can. */
export const overload: Scenario = {
  name: "overload",
  title: "GET /spans/100: 100 spans per request; closed loop of 16 connections",
  metrics: [
    { id: "loss", title: "loss", digits: 3, better: "lower" },
    { id: "perSecond", title: "requests/s", digits: 0, better: "higher" },
    { id: "cpuMicros", title: "CPU µs per span made", digits: 2, better: "lower" },
    { id: "rssMb", title: "RSS MB", digits: 0, better: "lower" },
    { id: "sinkBusy", title: "sink busy", digits: 2, better: "lower" },
  ],
  run: (rig) =>
    alternateFresh(rig, { full: 5, quick: 1 }, async (application) => {
      const { port } = application;
      const load = { port, path: "/spans/100", connections: 16, signal: rig.signal };
      await account(rig, application, () => closedLoop({ ...load, durationMs: 500 }));
      const durationMs = rig.quick ? 2_000 : 5_000;
      const done = await account(rig, application, () => closedLoop({ ...load, durationMs }));
      return {
        loss: done.loss,
        perSecond: done.result.perSecond,
        cpuMicros: done.cpuMicros / done.made,
        rssMb: done.rss / 1e6,
        sinkBusy: done.received.busy,
      };
    }),
};
