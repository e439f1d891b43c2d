import { isRunning } from "./process-identity.ts";
import type { ProcessIdentity } from "./process-identity.ts";
import { poll } from "./poll.ts";

/** How a process came to its end. */
export type StopOutcome = "not running" | "ended" | "killed" | "still running";

/** Time between SIGTERM and SIGKILL: Tempo does not end within 15 s of SIGTERM. */
const GRACE_MS = 2_000;
/** Time the system has to remove a killed process. */
const KILL_MS = 5_000;

/**
 * Ends one process, after making sure that the pid still is that process. Sends SIGTERM, waits
 * 2 s, then SIGKILL.
 */
export async function stopProcess(identity: ProcessIdentity): Promise<StopOutcome> {
  if (!signal(identity, "SIGTERM")) return "not running";
  if (await hasEnded(identity, GRACE_MS)) return "ended";
  signal(identity, "SIGKILL");
  return (await hasEnded(identity, KILL_MS)) ? "killed" : "still running";
}

function signal(identity: ProcessIdentity, name: "SIGTERM" | "SIGKILL"): boolean {
  if (!isRunning(identity)) return false;
  try {
    process.kill(identity.pid, name);
    return true;
  } catch (error) {
    if (isRunning(identity)) {
      throw new Error(`could not send ${name} to process ${identity.pid}`, { cause: error });
    }
    return false;
  }
}

async function hasEnded(identity: ProcessIdentity, deadlineMs: number): Promise<boolean> {
  const ended = await poll(() => !isRunning(identity) || undefined, { everyMs: 50, deadlineMs });
  return ended === true;
}
