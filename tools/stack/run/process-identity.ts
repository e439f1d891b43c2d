import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** A process that cannot be mistaken for a later one with the same pid. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in the form of this platform, together with the boot it belongs to. */
  readonly started: string;
}

/**
 * Identifies a running process, or returns undefined when there is none with that pid.
 * One that has ended but was not yet waited for by its parent (a zombie) counts as none: in a
 * container without an init process it would stay for ever.
 */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  const started = process.platform === "linux" ? startedOnLinux(pid) : startedByPs(pid);
  return started === undefined ? undefined : { pid, started };
}

/** Whether the process is still running and still the same program start, not a reused pid. */
export function isRunning(identity: ProcessIdentity): boolean {
  return identifyProcess(identity.pid)?.started === identity.started;
}

/**
 * Fields of proc_pid_stat(5) after the command name, which may itself hold spaces and brackets:
 * the first is the state, the 20th the start time in clock ticks since boot.
 */
function startedOnLinux(pid: number): string | undefined {
  const stat = readIfThere(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state] = fields;
  const ticks = fields[19];
  if (ticks === undefined || state === "Z" || state === "X") return undefined;
  const boot = readIfThere("/proc/sys/kernel/random/boot_id")?.trim() ?? "unknown-boot";
  return `${boot}/${ticks}`;
}

function startedByPs(pid: number): string | undefined {
  const { status, stdout } = spawnSync("ps", ["-o", "state=,lstart=", "-p", String(pid)], {
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C" },
  });
  const line = status === 0 ? stdout.trim() : "";
  if (line === "" || line.startsWith("Z")) return undefined;
  return line.slice(line.indexOf(" ") + 1).trim();
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // Ended, or not ours to read: either way not a process of this tool.
    return undefined;
  }
}
