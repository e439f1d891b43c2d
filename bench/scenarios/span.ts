import { account } from "./account.ts";
import { alternateKept } from "./alternate.ts";
import type { Scenario } from "./scenario.ts";
import { CHUNK, PAUSE_MS, SPANS } from "./span-load.ts";

/** CPU time of a span's whole life, without HTTP: made, ended, batched, encoded and sent. */
export const span: Scenario = {
  name: "span",
  title: `${SPANS.toLocaleString("en")} spans of 8 attributes in traces of 10, made, ended and sent`,
  metrics: [
    { id: "cpuMicros", title: "CPU µs per span", digits: 2, better: "lower" },
    { id: "loss", title: "loss", digits: 3, better: "lower" },
    { id: "wireBytes", title: "wire bytes per span", digits: 0, better: "lower" },
    { id: "posts", title: "posts", digits: 0, better: "lower" },
    { id: "rssMb", title: "RSS MB", digits: 0, better: "lower" },
  ],
  run: (rig) =>
    alternateKept(rig, {
      rounds: { full: 9, quick: 3 },
      warmUp: async (application) =>
        void (await account(rig, application, () => application.spans(plan))),
      async window(application) {
        const done = await account(rig, application, () => application.spans(plan));
        const { spans, bytes, posts } = done.received;
        return {
          cpuMicros: done.cpuMicros / done.made,
          loss: done.loss,
          wireBytes: spans > 0 ? bytes / spans : undefined,
          posts,
          rssMb: done.rss / 1e6,
        };
      },
    }),
};

const plan = { traces: SPANS / 10, spansPerTrace: 10, chunk: CHUNK, pauseMs: PAUSE_MS };
