import { findStack } from "../../tools/stack/find/find.ts";
import { launchProgram } from "../../tools/stack/instance/launch.ts";
import { whyNotReady } from "../../tools/stack/instance/ready.ts";
import { readState, writeState } from "../../tools/stack/instance/state.ts";
import type { Part } from "../../tools/stack/programs.ts";
import { poll } from "../../tools/stack/run/poll.ts";
import { stopProcess } from "../../tools/stack/run/stop-process.ts";
import type { StackSettings } from "../../tools/stack/settings.ts";

/** Stops one part of a running stack, as an outage of it. */
export async function stopPart(part: Part, settings: StackSettings): Promise<void> {
  const started = readState(settings.stackDir)?.processes[part];
  if (started === undefined) throw new Error(`${part} does not run as a process`);
  await stopProcess(started);
}

/** Starts it again where it was, and waits until it is ready. */
export async function startPart(part: Part, settings: StackSettings): Promise<void> {
  const state = readState(settings.stackDir);
  const program = findStack(settings).programs[part];
  if (state === undefined || program === undefined) throw new Error(`${part} cannot be started`);
  const started = await launchProgram(part, program, settings);
  writeState(settings.stackDir, {
    ...state,
    processes: { ...state.processes, [part]: started },
  });
  const ready = await poll(
    async () => (await whyNotReady(part, settings.ports)) === undefined || undefined,
    { everyMs: 100, deadlineMs: 60_000 },
  );
  if (ready !== true) throw new Error(`${part} does not get ready`);
}
