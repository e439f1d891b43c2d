import { composeArguments, composeEnvironment } from "../find/docker.ts";
import { findStack } from "../find/find.ts";
import type { FoundStack } from "../find/find.ts";
import { missingMessage } from "../find/missing-message.ts";
import { PORTS, portsOf } from "../port-table.ts";
import { PROGRAMS, titlesOf } from "../programs.ts";
import type { Part } from "../programs.ts";
import { runCommand } from "../run/command.ts";
import { throwIfInterrupted } from "../run/interruptible.ts";
import { poll } from "../run/poll.ts";
import { isRunning } from "../run/process-identity.ts";
import { whyNotFree } from "../run/sockets.ts";
import type { StackSettings } from "../settings.ts";
import { StackError } from "../stack-error.ts";
import { stopStarted, withStackLock } from "./down.ts";
import type { ChangeOptions } from "./down.ts";
import { requireDataFolders } from "./data-folders.ts";
import { lastLines, launchProgram } from "./launch.ts";
import { whyNotReady } from "./ready.ts";
import { readState, writeState } from "./state.ts";
import type { StackState } from "./state.ts";
import { stackStatus } from "./status.ts";

/** How `up` ended well. */
export type UpOutcome = "started" | "was running";

/** Longest wait for a part to be ready; measured: Loki 10 s, Tempo 15 s in the worst configuration. */
const READY_MS = 60_000;

/** The Collector last: it then finds the others at its first attempt. */
const ORDER: readonly Part[] = ["tempo", "loki", "prometheus", "collector"];

/**
 * Starts the parts of the settings and waits until all are ready. Does nothing when they already are.
 * When something fails or the signal comes, what was started is stopped again.
 *
 * @throws {StackError} when a program is missing, a port is taken, or a part does not get ready
 */
export async function stackUp(settings: StackSettings, options: ChangeOptions): Promise<UpOutcome> {
  return withStackLock(settings, options, async () => {
    const { progress, signal } = options;
    const status = await stackStatus(settings);
    if (status.ready) return "was running";
    const left = readState(settings.stackDir);
    if (left !== undefined) {
      progress.note(
        "An earlier start is not whole, or lacks a part: stopping what is there of it.",
      );
      await stopStarted(left, settings, progress);
    }
    const found = findStack(settings);
    await throwIfInterrupted(signal);
    for (const note of found.notes) progress.note(note);
    const missing = missingMessage({ ...found, notes: [] });
    if (missing !== undefined) throw new StackError(missing);
    await requirePorts(found, settings);
    requireDataFolders(found, settings);
    try {
      await startAll(found, settings, options);
      await waitUntilReady(settings, options);
    } catch (error) {
      const started = readState(settings.stackDir);
      if (started !== undefined) await stopStarted(started, settings, progress);
      signal.throwIfAborted();
      throw error;
    } finally {
      progress.end();
    }
    return "started";
  });
}

async function requirePorts(found: FoundStack, settings: StackSettings): Promise<void> {
  const parts = [...settings.parts, ...(found.services.length > 0 ? (["grafana"] as const) : [])];
  const checks = parts.flatMap(portsOf).map(async (name) => {
    const port = settings.ports[name];
    const reason = await whyNotFree(port);
    if (reason === undefined) return [];
    const { purpose, variable } = PORTS[name];
    return [`Port ${port} on 127.0.0.1 (${purpose}) ${reason}: set ${variable} to another one.`];
  });
  const problems = (await Promise.all(checks)).flat();
  if (problems.length > 0) throw new StackError(problems.join("\n"));
}

/** Writes the state after each single start, so that `down` knows of it whatever comes next. */
async function startAll(
  found: FoundStack,
  settings: StackSettings,
  { progress, signal }: ChangeOptions,
): Promise<void> {
  let state: StackState = { format: 1, ports: settings.ports, processes: {}, services: [] };
  if (found.services.length > 0) {
    state = { ...state, services: found.services };
    writeState(settings.stackDir, state);
    await startServices(found, settings, { progress, signal });
  }
  for (const part of ORDER) {
    const program = found.programs[part];
    if (program === undefined) continue;
    signal.throwIfAborted();
    progress.step(`starting ${PROGRAMS[part].title} ${program.version}`);
    // oxlint-disable-next-line no-await-in-loop -- one after the other, each written down
    const started = await launchProgram(part, program, settings);
    state = { ...state, processes: { ...state.processes, [part]: started } };
    writeState(settings.stackDir, state);
  }
}

async function startServices(
  { services }: FoundStack,
  settings: StackSettings,
  { progress, signal }: ChangeOptions,
): Promise<void> {
  progress.step(`starting ${services.join(", ")} (Docker)`);
  const args = ["up", "--detach", "--pull", "never", "--no-deps", ...services];
  const { code, tail } = await runCommand("docker", composeArguments(settings, args), {
    env: composeEnvironment(settings),
    signal,
    onLine: (line) => progress.detail(line),
  });
  if (code === 0) return;
  throw new StackError(`docker compose up failed:\n${tail.map((line) => `  ${line}`).join("\n")}`);
}

async function waitUntilReady(
  settings: StackSettings,
  { progress, signal }: ChangeOptions,
): Promise<void> {
  progress.step(`waiting until ${titlesOf(settings.parts)} are ready`);
  const state = readState(settings.stackDir);
  let reasons: readonly string[] = [];
  const ready = await poll(
    async () => {
      requireAlive(state);
      const answers = await Promise.all(
        settings.parts.map(async (part) => whyNotReady(part, settings.ports)),
      );
      reasons = answers.filter((reason) => reason !== undefined);
      progress.detail(reasons[0] ?? "");
      return reasons.length === 0 || undefined;
    },
    { everyMs: 100, deadlineMs: READY_MS, signal },
  );
  // The answer could have come from another program, if ours died in between.
  requireAlive(state);
  if (ready === true) return;
  const logs = Object.values(state?.processes ?? {}).map(({ log }) => lastLines(log));
  throw new StackError(
    [`Not ready within ${READY_MS / 1_000} s: ${reasons.join("; ")}.`, ...logs].join("\n"),
  );
}

function requireAlive(state: StackState | undefined): void {
  for (const part of ORDER) {
    const started = state?.processes[part];
    if (started === undefined || isRunning(started)) continue;
    throw new StackError(
      `${PROGRAMS[part].title} ended before it was ready. The end of its log:\n${lastLines(started.log)}`,
    );
  }
}
