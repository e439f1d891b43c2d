import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { composeArguments, composeEnvironment } from "../find/docker.ts";
import { findStack } from "../find/find.ts";
import { missingMessage } from "../find/missing-message.ts";
import { stackDown } from "../instance/down.ts";
import { readState } from "../instance/state.ts";
import { stackUp } from "../instance/up.ts";
import { BASE_PARTS } from "../programs.ts";
import { quickCommand } from "../run/command.ts";
import { isRunning } from "../run/process-identity.ts";
import { freePorts } from "../run/sockets.ts";
import { readSettings } from "../settings.ts";
import type { Environment, StackSettings } from "../settings.ts";
import { StackError } from "../stack-error.ts";
import { ROOT } from "./fake-programs.ts";
import { keepProgress } from "./silent-progress.ts";

/** A real stack that belongs to one test file. */
export interface OwnStack {
  readonly settings: StackSettings;
  /** What the Collector has logged so far; with every metric point and log record in full. */
  collectorLog(): string;
  /** Stops both and removes their data. */
  close(): Promise<void>;
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Why there is no real stack for the tests, with the command that makes it; undefined when there is. */
export function whyNoStack(env: Environment, parts = BASE_PARTS): string | undefined {
  const result = readSettings(env, ROOT);
  if ("problems" in result) return result.problems.join("\n");
  return missingMessage(findStack({ ...result.settings, parts }));
}

/**
 * Starts a stack beside a user's own: free ports, a folder of its own. When the process of the
 * tests ends in whatever way that it can notice, so does the stack.
 */
export async function openOwnStack(
  env: Environment,
  parts = BASE_PARTS,
  attempts = 3,
): Promise<OwnStack> {
  const stackDir = mkdtempSync(join(tmpdir(), "agent-otel-stack-"));
  const name = basename(stackDir).toLowerCase();
  const base = settingsFor(env);
  const settings: StackSettings = {
    ...base,
    name,
    stackDir,
    parts,
    ports: await freePorts(),
    debugVerbosity: "detailed",
  };
  const options = { progress: keepProgress(), signal: new AbortController().signal };
  const killAtExit = (): void => killNow(settings);
  const stopWatching = (): void => {
    process.off("exit", killAtExit);
    for (const signal of SIGNALS) process.off(signal, endOnSignal);
  };
  process.once("exit", killAtExit);
  for (const signal of SIGNALS) process.once(signal, endOnSignal);
  try {
    await stackUp(settings, options);
  } catch (error) {
    stopWatching();
    rmSync(stackDir, { recursive: true, force: true });
    // Between finding free ports and taking them another program may have been faster.
    const taken = error instanceof StackError && error.message.includes("is taken");
    if (taken && attempts > 1) return openOwnStack(env, parts, attempts - 1);
    throw error;
  }
  return {
    settings,
    collectorLog: () => collectorLog(settings),
    close: async () => {
      await stackDown(settings, options);
      stopWatching();
      rmSync(stackDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

function settingsFor(env: Environment): StackSettings {
  const result = readSettings(env, ROOT);
  if ("problems" in result) throw new Error(result.problems.join("\n"));
  return result.settings;
}

function collectorLog(settings: StackSettings): string {
  const log = readState(settings.stackDir)?.processes.collector?.log;
  if (log !== undefined) return readFileSync(log, "utf8");
  const args = composeArguments(settings, ["logs", "--no-color", "--no-log-prefix", "collector"]);
  return quickCommand("docker", args, composeEnvironment(settings)).output;
}

/** Without a listener a signal ends the process at once, and "exit" does not come. */
function endOnSignal(): void {
  process.exit(1);
}

/** All that can be done while the process ends: no waiting. */
function killNow(settings: StackSettings): void {
  for (const started of Object.values(readState(settings.stackDir)?.processes ?? {})) {
    if (isRunning(started)) process.kill(started.pid, "SIGKILL");
  }
  rmSync(settings.stackDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}
