import { existsSync } from "node:fs";
import { schemaFolder } from "../../tools/stack/build/schemas.ts";
import { findProgram } from "../../tools/stack/find/find.ts";
import type { ProgramName } from "../../tools/stack/programs.ts";
import { readSettings } from "../../tools/stack/settings.ts";
import type { StackSettings } from "../../tools/stack/settings.ts";
import { ROOT } from "../../tools/stack/testing/fake-programs.ts";

/** Settings as `pnpm stack` has them. */
export function stackSettings(): StackSettings {
  const result = readSettings(process.env, ROOT);
  if ("problems" in result) throw new Error(result.problems.join("\n"));
  return result.settings;
}

/** Path of a program, or undefined when it is not at hand. */
export function programFile(name: ProgramName): string | undefined {
  return findProgram(name, stackSettings(), [])?.file;
}

/** Why a test cannot run, for its `skip`; false when it can. */
export function whyNoProgram(name: ProgramName): string | false {
  return (
    programFile(name) === undefined &&
    `skipped: no ${name} at hand (pnpm stack build --with prometheus,loki,checks)`
  );
}

/** Folder of the schemas that `pnpm stack build --with checks` fetches, or undefined. */
export function fetchedSchemas(): string | undefined {
  const folder = schemaFolder(stackSettings());
  return existsSync(folder) ? folder : undefined;
}
