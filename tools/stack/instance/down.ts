import { join } from "node:path";
import { composeArguments, composeEnvironment } from "../find/docker.ts";
import type { Progress } from "../progress.ts";
import { PARTS, PROGRAMS, titlesOf } from "../programs.ts";
import type { Part } from "../programs.ts";
import { runCommand } from "../run/command.ts";
import { withLock } from "../run/lock.ts";
import { stopProcess } from "../run/stop-process.ts";
import type { StackSettings } from "../settings.ts";
import { StackError } from "../stack-error.ts";
import { readState, removeState } from "./state.ts";
import type { StackState, StartedProcess } from "./state.ts";

/** What a change of an instance is given besides its settings. */
export interface ChangeOptions {
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** Longest wait for another `up` or `down` of the same instance. */
const LOCK_MS = 180_000;

/**
 * Stops what `up` started and nothing else. Whether there was anything to stop is the answer.
 *
 * @throws {StackError} when something could not be stopped; the state is then kept
 */
export async function stackDown(settings: StackSettings, options: ChangeOptions): Promise<boolean> {
  return withStackLock(settings, options, async () => {
    const state = readState(settings.stackDir);
    if (state === undefined) return false;
    await stopStarted(state, settings, options.progress);
    return true;
  });
}

/** Keeps a second `up` or `down` of the same instance waiting until this one is done. */
export async function withStackLock<T>(
  settings: StackSettings,
  { progress, signal }: ChangeOptions,
  work: () => Promise<T>,
): Promise<T> {
  const onWait = (): void =>
    progress.step("waiting for another `pnpm stack up` or `down` to finish");
  const options = { signal, onWait, deadlineMs: LOCK_MS };
  return withLock(join(settings.stackDir, "lock"), options, work);
}

/** Stops everything in the state and forgets it; the caller holds the lock. */
export async function stopStarted(
  state: StackState,
  settings: StackSettings,
  progress: Progress,
): Promise<void> {
  const parts = PARTS.filter((part) => state.processes[part] !== undefined);
  if (parts.length > 0) {
    progress.step(`stopping ${titlesOf(parts)}`);
  }
  await Promise.all(parts.map(async (part) => stopOne(part, state.processes[part], progress)));
  if (state.services.length > 0) await stopServices(state, settings, progress);
  progress.end();
  removeState(settings.stackDir);
}

async function stopOne(
  part: Part,
  started: StartedProcess | undefined,
  progress: Progress,
): Promise<void> {
  if (started === undefined) return;
  const { title } = PROGRAMS[part];
  const outcome = await stopProcess(started);
  if (outcome === "still running") {
    throw new StackError(`${title} (pid ${started.pid}) could not be stopped, even by SIGKILL.`);
  }
  progress.note(
    outcome === "not running"
      ? `${title} was not running any more`
      : `${title} stopped (pid ${started.pid}${outcome === "killed" ? ", by SIGKILL after 2 s" : ""})`,
  );
}

async function stopServices(
  state: StackState,
  settings: StackSettings,
  progress: Progress,
): Promise<void> {
  progress.step(`stopping ${state.services.join(", ")} (Docker)`);
  const { code, tail } = await runCommand(
    "docker",
    composeArguments(settings, ["down", "--timeout", "2"]),
    { env: composeEnvironment({ ...settings, ports: state.ports }) },
  );
  if (code === 0) return;
  throw new StackError(
    `docker compose down failed:\n${tail.map((line) => `  ${line}`).join("\n")}`,
  );
}
