import type { Contender, ContenderName, Signals } from "../contenders.ts";
import type { Application } from "../process/application.ts";
import type { Rig, Sample, Samples } from "./scenario.ts";

/** How many rounds a scenario makes. */
export interface Rounds {
  readonly full: number;
  readonly quick: number;
}

/**
 * Measures all contenders in each round, one after the other, and begins each round with another one: what
 * else the machine does hits all alike.
 */
export async function alternate(
  rig: Rig,
  rounds: Rounds,
  window: (contender: Contender, round: number) => Promise<Sample>,
): Promise<Samples> {
  const samples = new Map<ContenderName, Sample[]>();
  const count = rig.rounds ?? (rig.quick ? rounds.quick : rounds.full);
  for (const contender of rig.contenders) samples.set(contender.name, []);
  for (let round = 0; round < count; round += 1) {
    const shift = round % rig.contenders.length;
    const order = [...rig.contenders.slice(shift), ...rig.contenders.slice(0, shift)];
    for (const contender of order) {
      rig.signal.throwIfAborted();
      rig.detail(`round ${round + 1} of ${count}, ${contender.name}`);
      // oxlint-disable-next-line no-await-in-loop -- two at once would measure each other
      samples.get(contender.name)?.push(await window(contender, round));
    }
  }
  return samples;
}

/** Windows of processes that live through all rounds. */
export interface KeptProcesses {
  readonly rounds: Rounds;
  /** @default "traces" */
  readonly signals?: Signals;
  /** Brings a process to the state that it has in service; not measured. */
  readonly warmUp: (application: Application) => Promise<void>;
  readonly window: (application: Application, round: number) => Promise<Sample>;
}

/** As {@link alternate}, with one process per contender for all rounds. */
export async function alternateKept(
  rig: Rig,
  { rounds, signals = "traces", warmUp, window }: KeptProcesses,
): Promise<Samples> {
  const running = new Map<ContenderName, Application>();
  try {
    for (const contender of rig.contenders) {
      rig.detail(`starting ${contender.name}`);
      // oxlint-disable-next-line no-await-in-loop -- lest they all start at once
      const application = await rig.start(contender, { signals });
      running.set(contender.name, application);
      // oxlint-disable-next-line no-await-in-loop -- as above
      await warmUp(application);
    }
    return await alternate(rig, rounds, ({ name }, round) => {
      const application = running.get(name);
      if (application === undefined) throw new Error(`${name} was not started`);
      return window(application, round);
    });
  } finally {
    await Promise.all([...running.values()].map((application) => application.stop()));
  }
}

/** As {@link alternate}, with a new process for each window. */
export function alternateFresh(
  rig: Rig,
  rounds: Rounds,
  window: (application: Application) => Promise<Sample>,
): Promise<Samples> {
  return alternate(rig, rounds, async (contender) => {
    const application = await rig.start(contender);
    try {
      return await window(application);
    } finally {
      await application.stop();
    }
  });
}
