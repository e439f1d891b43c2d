import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { REGISTER, runApplication, type EndedApplication } from "../support/application.ts";
import { startOtlpReceiver } from "../support/otlp-receiver.ts";
import { itemsOf } from "./items.ts";
import { labelItems } from "./labels.ts";
import type { Items } from "./compare.ts";
import { inWords, normalise, type RunFacts } from "./normalise.ts";
import { normaliseSeen, seenBy, serverWords } from "./seen.ts";

/** The engines that AGENT_OTEL_ENGINE names. */
export type EngineName = "native" | "upstream";

export type Protocol = "grpc" | "http/json" | "http/protobuf";

export interface EngineRun {
  readonly application: EndedApplication;
  /** What was received, by the label of the item and the path of the field. */
  readonly items: Items;
  /** What else the application has printed of a span can be labelled with. */
  readonly facts: RunFacts;
}

export type BothRuns = Readonly<Record<EngineName, EngineRun>>;

export interface RunOptions {
  readonly engine: EngineName;
  readonly protocol: Protocol;
  readonly parts: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** @default the SDK's own */
  readonly preload?: string;
}

const program = fileURLToPath(new URL("application/main.mjs", import.meta.url));

/** Runs the application's parts with each engine, at the same time. */
export async function runBothEngines(options: Omit<RunOptions, "engine">): Promise<BothRuns> {
  const [native, upstream] = await Promise.all([
    runEngine({ ...options, engine: "native" }),
    runEngine({ ...options, engine: "upstream" }),
  ]);
  return { native, upstream };
}

async function runEngine(options: RunOptions): Promise<EngineRun> {
  const { engine, protocol, parts, env, preload = REGISTER } = options;
  const receiver = await startOtlpReceiver({ transport: protocol === "grpc" ? "grpc" : "http" });
  try {
    const startedAtMs = Date.now();
    const application = await runApplication({
      program,
      preload,
      env: {
        APP_PARTS: parts.join(","),
        AGENT_OTEL_ENGINE: engine,
        OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
        OTEL_SERVICE_NAME: "engines",
        // What it measures differs from run to run.
        OTEL_NODE_DISABLED_INSTRUMENTATIONS: "runtime-node",
        // Nothing is sent before the end, so that metrics about exports are the same in every run.
        OTEL_BSP_SCHEDULE_DELAY: "60000",
        OTEL_BLRP_SCHEDULE_DELAY: "60000",
        ...env,
      },
    });
    const endedAtMs = Date.now();
    assert.deepEqual(receiver.refused, []);
    assert.deepEqual([application.code, application.overdue], [0, false]);
    assert.deepEqual(
      application.errors.filter((line) => /cannot export|lost/.test(line)),
      [],
    );
    const seen = seenBy(application);
    const { items, ids } = labelItems(itemsOf(receiver.requests));
    const words = new Map([...ids, ...serverWords(seen)]);
    const facts = { words, startedAtMs, endedAtMs };
    const named = items.map(
      ({ label, item }) => [inWords(label, words), normalise(item, facts)] as const,
    );
    const all = new Map([...named, ["seen", normaliseSeen(seen, words)] as const]);
    assert.equal(all.size, items.length + 1);
    return { application, facts, items: all };
  } finally {
    receiver.close();
  }
}
