import {
  composeArguments,
  composeEnvironment,
  missingImages,
  whyNoDocker,
} from "../find/docker.ts";
import { findProgram, findStack, servicesFor } from "../find/find.ts";
import { CHECKERS, IMAGES, PROGRAMS } from "../programs.ts";
import type { Part, ProgramName } from "../programs.ts";
import { runCommand } from "../run/command.ts";
import { throwIfInterrupted } from "../run/interruptible.ts";
import type { StackSettings } from "../settings.ts";
import { buildProgram } from "./build-program.ts";
import type { BuildOptions } from "./build-program.ts";
import { fetchSchemas } from "./schemas.ts";

/**
 * Makes everything that `up` needs and that is not at hand: pulls the images where a Docker engine
 * answers, builds with Go otherwise. The only command that takes minutes.
 */
export async function buildStack(settings: StackSettings, options: BuildOptions): Promise<void> {
  const { progress } = options;
  const found = findStack(settings);
  await throwIfInterrupted(options.signal);
  for (const note of found.notes) progress.note(note);
  for (const part of settings.parts) {
    const program = found.programs[part];
    if (program !== undefined) {
      const { title } = PROGRAMS[part];
      progress.note(`${title} ${program.version}: ${program.file} (${program.from})`);
    }
  }
  for (const service of found.services) progress.note(`${service}: image ${IMAGES[service]}`);
  if (found.missing.length === 0) return;
  if (await pullImages(found.missing, settings, options)) return;
  await buildAll(found.missing, settings, options);
}

/** Makes the programs that check the files of `deploy/`: no image stands in for them. */
export async function buildCheckers(settings: StackSettings, options: BuildOptions): Promise<void> {
  const notes: string[] = [];
  const missing = CHECKERS.filter((name) => findProgram(name, settings, notes) === undefined);
  for (const note of notes) options.progress.note(note);
  await buildAll(missing, settings, options);
  await fetchSchemas(settings, options);
}

async function buildAll(
  names: readonly ProgramName[],
  settings: StackSettings,
  options: BuildOptions,
): Promise<void> {
  for (const name of names) {
    // oxlint-disable-next-line no-await-in-loop -- a compiler uses all processors: one by one
    const file = await buildProgram(name, settings, options);
    options.progress.end();
    options.progress.note(`${PROGRAMS[name].title} ${PROGRAMS[name].version}: ${file} (built)`);
  }
}

/** Whether Docker now has the images that stand in for the missing parts. */
async function pullImages(
  missing: readonly Part[],
  settings: StackSettings,
  { progress, signal }: BuildOptions,
): Promise<boolean> {
  if (whyNoDocker(settings.env) !== undefined) return false;
  const services = servicesFor(missing, settings);
  progress.step(`Docker: pulling ${missingImages(services, settings.env).join(", ")}`);
  const { code, tail } = await runCommand(
    "docker",
    composeArguments(settings, ["pull", "--quiet", ...services]),
    {
      env: composeEnvironment(settings),
      signal,
      onLine: (line) => progress.detail(line),
    },
  );
  signal.throwIfAborted();
  progress.end();
  if (code === 0) return true;
  progress.note(
    `The images could not be pulled (${tail.at(-1) ?? "no output"}); building with Go.`,
  );
  return false;
}
