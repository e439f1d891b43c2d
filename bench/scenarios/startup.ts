import { setTimeout as delay } from "node:timers/promises";
import type { Contender, ContenderName, Signals } from "../contenders.ts";
import { openConnection } from "../load/connection.ts";
import { alternate } from "./alternate.ts";
import type { Rig, Sample, Scenario } from "./scenario.ts";

/** What it costs to start, with traces alone. */
export const startup: Scenario = createStartup("startup", "traces");

/** What it costs to start, with traces, metrics and logs. */
export const startupAll: Scenario = createStartup("startup-all", "all");

function createStartup(name: Scenario["name"], signals: Signals): Scenario {
  const what = signals === "all" ? "traces, metrics and logs" : "traces alone";
  return {
    name,
    title: `from the start of the process to its first answer over HTTP; ${what}`,
    metrics: [
      { id: "cpuMs", title: "CPU ms", digits: 0, better: "lower" },
      { id: "wallMs", title: "wall ms", digits: 0, better: "lower" },
      { id: "rssMb", title: "RSS MB at 1 s", digits: 0, better: "lower" },
      { id: "files", title: "files loaded", digits: 0, better: "lower" },
    ],
    async run(rig) {
      const files = new Map<ContenderName, number>();
      for (const contender of rig.contenders) {
        rig.detail(`counting the files of ${contender.name}`);
        // oxlint-disable-next-line no-await-in-loop -- also fills the file system's cache before time is taken
        files.set(contender.name, await countFiles(rig, contender, signals));
      }
      return alternate(rig, { full: 11, quick: 3 }, async (contender) => ({
        ...(await measure(rig, contender, signals)),
        files: files.get(contender.name),
      }));
    },
  };
}

async function countFiles(rig: Rig, contender: Contender, signals: Signals): Promise<number> {
  const application = await rig.start(contender, { signals, countModules: true });
  try {
    await askOnce(application.port);
    return await application.modules();
  } finally {
    await application.stop();
  }
}

async function measure(rig: Rig, contender: Contender, signals: Signals): Promise<Sample> {
  const began = performance.now();
  const application = await rig.start(contender, { signals });
  try {
    await askOnce(application.port);
    const wallMs = performance.now() - began;
    const { cpuMicros } = await application.usage();
    await delay(Math.max(0, 1_000 - wallMs), undefined, { signal: rig.signal });
    const { rss } = await application.usage();
    return { cpuMs: cpuMicros / 1e3, wallMs, rssMb: rss / 1e6 };
  } finally {
    await application.stop();
  }
}

async function askOnce(port: number): Promise<void> {
  const connection = await openConnection(port, "/hello");
  try {
    await connection.request();
  } finally {
    connection.close();
  }
}
