import type { Application } from "../process/application.ts";
import { account } from "./account.ts";
import { alternateKept } from "./alternate.ts";
import type { Metric, Rig, Sample, Scenario } from "./scenario.ts";
import { CHUNK, PAUSE_MS, SPANS } from "./span-load.ts";

const sizes = [1, 10, 100, 1000] as const;

/** Whether a span costs the same in small traces and in large ones. */
export const spansPerRequest: Scenario = {
  name: "spans-per-request",
  title: `${SPANS.toLocaleString("en")} spans in traces of ${sizes.join(", ")}; what they add to the bare application`,
  metrics: sizes.flatMap((size): Metric[] => [
    { id: cpuOf(size), title: `CPU µs per span, ${size}`, digits: 2, better: "lower" },
    {
      id: `added${size}`,
      title: `added, ${size}`,
      digits: 2,
      better: "lower",
      // A trace costs this file's own code more than a span does: that is none of the contender's.
      addedTo: cpuOf(size),
    },
  ]),
  run: (rig) =>
    alternateKept(rig, {
      rounds: { full: 8, quick: 1 },
      warmUp: async (application) => void (await measureAll(rig, application, 0)),
      window: (application, round) => measureAll(rig, application, round),
    }),
};

function cpuOf(size: number): string {
  return `cpuMicros${size}`;
}

async function measureAll(rig: Rig, application: Application, round: number): Promise<Sample> {
  const sample: Record<string, number> = {};
  const shift = round % sizes.length;
  for (const size of [...sizes.slice(shift), ...sizes.slice(0, shift)]) {
    // oxlint-disable-next-line no-await-in-loop -- two at once would measure each other
    sample[cpuOf(size)] = await measure(rig, application, size);
  }
  return sample;
}

async function measure(rig: Rig, application: Application, size: number): Promise<number> {
  const { cpuMicros, made } = await account(rig, application, () =>
    application.spans({
      traces: SPANS / size,
      spansPerTrace: size,
      chunk: CHUNK,
      // A trace is made in one go: the pause after a large one is the longer for it.
      pauseMs: Math.max(PAUSE_MS, (PAUSE_MS * size) / CHUNK),
    }),
  );
  return cpuMicros / made;
}
