import { closedLoop } from "../load/closed-loop.ts";
import type { Application } from "../process/application.ts";
import { account } from "./account.ts";
import { alternateKept } from "./alternate.ts";
import type { Rig, Scenario } from "./scenario.ts";

/** CPU time that tracing adds to a usual request. */
export const request: Scenario = {
  name: "request",
  title: "GET /work: JSON, one fetch and two manual spans; closed loop of 16 connections",
  metrics: [
    { id: "cpuMicros", title: "CPU µs per request", digits: 0, better: "lower" },
    { id: "addedMicros", title: "added µs", digits: 0, better: "lower", addedTo: "cpuMicros" },
    { id: "perSecond", title: "requests/s", digits: 0, better: "higher" },
    { id: "spans", title: "spans per request", digits: 1, better: "higher" },
    { id: "loss", title: "loss", digits: 3, better: "lower" },
    { id: "rssMb", title: "RSS MB", digits: 0, better: "lower" },
  ],
  run: (rig) =>
    alternateKept(rig, {
      rounds: { full: 9, quick: 3 },
      warmUp: async (application) => void (await measure(rig, application)),
      async window(application) {
        const done = await measure(rig, application);
        const { requests, perSecond } = done.result;
        return {
          cpuMicros: done.cpuMicros / requests,
          perSecond,
          spans: done.received.spans / requests,
          loss: done.loss,
          rssMb: done.rss / 1e6,
        };
      },
    }),
};

function measure(rig: Rig, application: Application) {
  const durationMs = rig.quick ? 1_000 : 3_000;
  const { port } = application;
  return account(rig, application, () =>
    closedLoop({ port, path: "/work", connections: 16, durationMs, signal: rig.signal }),
  );
}
