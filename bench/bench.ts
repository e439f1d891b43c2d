import type { Progress } from "../tools/stack/progress.ts";
import { type Verdict, judge, readBudgets } from "./budgets.ts";
import type { Call } from "./call.ts";
import { type ContenderName, type InstallationName, contenders } from "./contenders.ts";
import { installOurs } from "./install/ours.ts";
import { installPeers } from "./install/peers.ts";
import { type Workspace, createWorkspace, removeWorkspaces } from "./install/workspace.ts";
import { type Machine, describeMachine } from "./machine.ts";
import { startApplication } from "./process/application.ts";
import { type Sink, startSink } from "./process/sink.ts";
import { type ScenarioResult, toResult } from "./results.ts";
import { checkDelivery } from "./scenarios/check-delivery.ts";
import type { Rig } from "./scenarios/scenario.ts";
import { scenarios } from "./scenarios/scenarios.ts";

/** What a run came to. */
export interface Report {
  readonly machine: Machine;
  readonly quick: boolean;
  /** The versions of the contenders' packages. */
  readonly versions: Readonly<Partial<Record<ContenderName, string>>>;
  readonly notes: readonly string[];
  readonly results: readonly ScenarioResult[];
  readonly verdicts: readonly Verdict[];
}

/** What a run needs. */
export interface BenchOptions {
  /** The folder in which installations are kept. */
  readonly cache: string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** Installs the contenders, measures them and compares ours with the promises. */
export async function runBench(call: Call, options: BenchOptions): Promise<Report> {
  const machine = describeMachine();
  const installations = await installAll(call, options);
  try {
    const workspaces = createWorkspaces(call, installations);
    const notes = new Set<string>();
    const results = await measureAll(call, { ...options, workspaces, notes });
    return {
      machine,
      quick: call.quick,
      versions: Object.fromEntries([...workspaces].map(([name, { version }]) => [name, version])),
      notes: [...notes],
      results,
      verdicts: judge(readBudgets(), results),
    };
  } finally {
    for (const folder of installations.values()) removeWorkspaces(folder);
  }
}

type Installations = ReadonlyMap<InstallationName, string>;

async function installAll(
  { contenders: names }: Call,
  { cache, progress, signal }: BenchOptions,
): Promise<Installations> {
  const folders = new Map<InstallationName, string>();
  for (const name of new Set(names.map((contender) => contenders[contender].from))) {
    progress.step(name === "ours" ? "Building and installing ours" : `Installing ${name}`);
    const options = { cache, signal };
    // oxlint-disable-next-line no-await-in-loop -- npm by itself keeps the machine busy
    folders.set(name, await (name === "ours" ? installOurs(options) : installPeers(name, options)));
  }
  return folders;
}

type Workspaces = ReadonlyMap<ContenderName, Workspace>;

function createWorkspaces({ contenders: names }: Call, installations: Installations): Workspaces {
  return new Map(
    names.map((name) => {
      const contender = contenders[name];
      const folder = get(installations, contender.from);
      return [name, createWorkspace(folder, contender)] as const;
    }),
  );
}

function get<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key): Value {
  const value = map.get(key);
  if (value === undefined) throw new Error(`${String(key)} was not installed`);
  return value;
}

interface MeasureOptions extends BenchOptions {
  readonly workspaces: Workspaces;
  readonly notes: Set<string>;
}

async function measureAll(call: Call, options: MeasureOptions): Promise<readonly ScenarioResult[]> {
  const results: ScenarioResult[] = [];
  const sink = await startSink(options.signal);
  try {
    const rig = createRig(call, sink, options);
    options.progress.step("Checking that every contender delivers");
    for (const contender of rig.contenders) {
      // oxlint-disable-next-line no-await-in-loop -- lest they all start at once
      await checkDelivery(rig, contender);
    }
    for (const name of call.scenarios) {
      options.progress.step(`Scenario ${name}`);
      const scenario = scenarios[name];
      // oxlint-disable-next-line no-await-in-loop -- two at once would measure each other
      results.push(toResult(scenario, await scenario.run(rig)));
    }
    return results;
  } finally {
    await sink.stop();
  }
}

function createRig(call: Call, sink: Sink, options: MeasureOptions): Rig {
  const { progress, signal, workspaces, notes } = options;
  return {
    contenders: call.contenders.map((name) => contenders[name]),
    quick: call.quick,
    rounds: call.rounds,
    sink,
    signal,
    detail: (text) => progress.detail(text),
    note(text) {
      if (!notes.has(text)) progress.note(text);
      notes.add(text);
    },
    start(
      contender,
      { signals = "traces", receiverUrl = sink.receiverUrl, countModules = false } = {},
    ) {
      const folder = get(workspaces, contender.name).folder;
      const { targetUrl } = sink;
      return startApplication({
        contender,
        folder,
        receiverUrl,
        targetUrl,
        signals,
        countModules,
        signal,
      });
    },
  };
}
