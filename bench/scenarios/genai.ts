import type { Signals } from "../contenders.ts";
import type { Application } from "../process/application.ts";
import { account } from "./account.ts";
import { alternateKept } from "./alternate.ts";
import type { Rig, Sample, Scenario } from "./scenario.ts";

/** What recording a call to a model costs, with traces alone. */
export const genAi: Scenario = createScenario("genai", "traces");

/** What it costs with traces, metrics and logs. */
export const genAiAll: Scenario = createScenario("genai-all", "all");

function createScenario(name: Scenario["name"], signals: Signals): Scenario {
  const what = signals === "all" ? "traces, metrics and logs" : "traces alone";
  return {
    name,
    title: `chat calls of the openai client, answered in the process, whole and in 100 chunks; ${what}`,
    metrics: [
      { id: "chatMicros", title: "CPU µs per chat", digits: 1, better: "lower" },
      { id: "chatAdded", title: "added µs", digits: 1, better: "lower", addedTo: "chatMicros" },
      { id: "streamMicros", title: "CPU µs per stream", digits: 0, better: "lower" },
      {
        id: "streamAdded",
        title: "added µs, stream",
        digits: 0,
        better: "lower",
        addedTo: "streamMicros",
      },
      { id: "spans", title: "spans per call", digits: 2, better: "higher" },
    ],
    run: (rig) =>
      alternateKept(withClient(rig), {
        rounds: { full: 15, quick: 5 },
        signals,
        async warmUp(application) {
          await application.chats({ calls: 5_000, streamed: false });
          await application.chats({ calls: 500, streamed: true });
          await application.flush();
        },
        window: (application) => measure(rig, application),
      }),
  };
}

/** Those whose installation has the client. */
function withClient(rig: Rig): Rig {
  const contenders = rig.contenders.filter(({ from }) => from === "upstream" || from === "ours");
  return { ...rig, contenders };
}

const CHATS = 3_000;
const STREAMS = 300;

async function measure(rig: Rig, application: Application): Promise<Sample> {
  const whole = await account(rig, application, () =>
    application.chats({ calls: CHATS, streamed: false }),
  );
  const streamed = await account(rig, application, () =>
    application.chats({ calls: STREAMS, streamed: true }),
  );
  return {
    chatMicros: whole.cpuMicros / CHATS,
    streamMicros: streamed.cpuMicros / STREAMS,
    // One is the application's own.
    spans: Math.max(0, whole.received.spans - 1) / CHATS,
  };
}
