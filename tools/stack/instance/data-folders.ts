import { accessSync, constants, mkdirSync, mkdtempSync, readdirSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import type { FoundStack } from "../find/find.ts";
import { dataFolder } from "../find/inspect.ts";
import { PROGRAMS } from "../programs.ts";
import type { StackSettings } from "../settings.ts";
import { StackError } from "../stack-error.ts";

/**
 * Makes sure that each program that keeps data can read and write its folder: some of them start without it and fail at
 * the first write.
 *
 * @throws {StackError} naming each folder that cannot be used, with the remedy
 */
export function requireDataFolders({ programs }: FoundStack, settings: StackSettings): void {
  const problems: string[] = [];
  for (const part of ["tempo", "prometheus", "loki"] as const) {
    if (programs[part] === undefined) continue;
    const folder = dataFolder(settings, part);
    const problem = whyNotUsable(folder);
    if (problem === undefined) continue;
    problems.push(
      `${PROGRAMS[part].title} cannot use its data folder ${folder} (${problem}): make it readable and writable for ` +
        "this user, or remove it together with what it holds, or set AGENT_OTEL_STACK_NAME for another instance.",
    );
  }
  if (problems.length > 0) throw new StackError(problems.join("\n"));
}

function whyNotUsable(folder: string): string | undefined {
  try {
    mkdirSync(folder, { recursive: true });
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const needed = entry.isDirectory()
        ? constants.R_OK | constants.W_OK | constants.X_OK
        : constants.R_OK;
      accessSync(join(folder, entry.name), needed);
    }
    // Permissions do not tell of a file system that is read-only or full.
    rmdirSync(mkdtempSync(join(folder, "probe-")));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
