import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { inspectProgram } from "../find/inspect.ts";
import type { Progress } from "../progress.ts";
import { PROGRAMS, cachedFile } from "../programs.ts";
import type { ProgramName } from "../programs.ts";
import { runCommand } from "../run/command.ts";
import { withLock } from "../run/lock.ts";
import type { Environment, StackSettings } from "../settings.ts";
import { StackError } from "../stack-error.ts";
import { goEnvironment, requireGo } from "./go.ts";
import { buildSteps } from "./recipes.ts";
import type { BuildStep } from "./recipes.ts";

/** What a build is given besides its settings. */
export interface BuildOptions {
  readonly progress: Progress;
  /** Ends the build and removes what it left half done. */
  readonly signal: AbortSignal;
}

/**
 * Builds one program with Go into the cache and returns its path. Only one build of a program runs
 * at a time; a second one waits and takes what the first has made. The program appears under its
 * name when it is whole and has answered, never before.
 *
 * @throws {StackError} when Go is missing or the build fails
 */
export async function buildProgram(
  part: ProgramName,
  settings: StackSettings,
  { progress, signal }: BuildOptions,
): Promise<string> {
  const { title, variable } = PROGRAMS[part];
  const target = cachedFile(settings, part);
  const env = goEnvironment(settings);
  requireGo(env, title, variable);
  const area = join(settings.cacheDir, "build");
  const onWait = (): void => progress.step(`${title}: waiting for another build of it`);
  return withLock(join(area, `${part}.lock`), { signal, onWait }, async () => {
    if (existsSync(target)) return target;
    removeLeftovers(area, part);
    const work = mkdtempSync(join(area, `${part}-`));
    try {
      const output = join(work, "program");
      for (const step of buildSteps(part, settings.root, work, output)) {
        // oxlint-disable-next-line no-await-in-loop -- each step needs what the one before made
        await runStep(step, title, env, { progress, signal });
      }
      publish(part, output, target, settings);
      return target;
    } finally {
      removeFolder(work);
    }
  });
}

async function runStep(
  step: BuildStep,
  title: string,
  env: Environment,
  { progress, signal }: BuildOptions,
): Promise<void> {
  progress.step(`${title}: ${step.title}`);
  let lines = 0;
  const { code, tail } = await runCommand(step.command, step.args, {
    cwd: step.cwd,
    env: { ...env, ...step.env },
    signal,
    onLine: (line) => {
      lines += 1;
      progress.detail(`${lines} · ${line.replace(/^go: (?:finding|downloading) /u, "")}`);
    },
  });
  signal.throwIfAborted();
  if (code === 0) return;
  throw new StackError(
    [
      `${title}: ${step.title} failed (exit code ${code}).`,
      ...tail.slice(-15).map((line) => `  ${line}`),
      "If modules could not be fetched, check GOPROXY and the network; then run it again.",
    ].join("\n"),
  );
}

function publish(part: ProgramName, output: string, target: string, settings: StackSettings): void {
  const inspection = inspectProgram(part, output, settings);
  if ("unusable" in inspection) {
    throw new StackError(`What was built does not work: ${inspection.unusable}.`);
  }
  mkdirSync(dirname(target), { recursive: true });
  renameSync(output, target);
}

/** What a build that was killed has left; the lock says that none is running. */
function removeLeftovers(area: string, part: ProgramName): void {
  for (const name of readdirSync(area)) {
    if (name.startsWith(`${part}-`)) removeFolder(join(area, name));
  }
}

function removeFolder(folder: string): void {
  // Compilers that were just ended may still write for a moment: try again.
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
