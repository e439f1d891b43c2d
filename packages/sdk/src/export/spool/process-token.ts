import { createHash } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { threadId } from "node:worker_threads";

/** Tells processes apart, also those that have the same number one after the other or in different containers. */
export interface ProcessToken {
  readonly pid: number;
  /** When it started, in the kernel's own count; "0" where there is none to be had. */
  readonly start: string;
  /** Where its number counts: a name for the boot and the PID namespace. */
  readonly space: string;
  /** 0 for the main thread. */
  readonly thread: number;
}

/** The token of this thread. */
export function ownToken(): ProcessToken {
  const start = startOf(process.pid) ?? "0";
  return { pid: process.pid, start, space: nameSpace(), thread: threadId };
}

/** Writes a token as a part of a file name. */
export function formatToken({ pid, start, space, thread }: ProcessToken): string {
  return `${pid}-${start}-${space}-${thread}`;
}

/** Reads what {@link formatToken} wrote; `undefined` when it is something else. */
export function parseToken(text: string): ProcessToken | undefined {
  const [, pid, start, space, thread] =
    /^(\d{1,10})-(\d{1,20})-([0-9a-f]{8})-(\d{1,10})$/.exec(text) ?? [];
  if (start === undefined || space === undefined) return undefined;
  return { pid: Number(pid), start, space, thread: Number(thread) };
}

/**
 * True when the thread has ended. The kernel knows that of a process in the same PID namespace. A process elsewhere, and
 * a worker thread, is taken for ended when it has not shown itself for {@link STALE_MS}.
 */
export function hasEnded(
  token: ProcessToken,
  { own, silentMs }: { own: ProcessToken; silentMs: number },
): boolean {
  if (formatToken(token) === formatToken(own)) return false;
  const isSilent = silentMs > STALE_MS;
  if (token.space !== own.space) return isSilent;
  if (!isRunning(token)) return true;
  // A process that has the number of another, of which only the number is known.
  return isSilent && (token.thread !== 0 || token.start === "0");
}

/** How long a sign of life counts, in milliseconds. */
export const STALE_MS = 60_000;

function isRunning({ pid, start }: ProcessToken): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as somebody else.
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return false;
  }
  const current = startOf(pid);
  if (current === ENDED) return false;
  return start === "0" || current === undefined || current === start;
}

const ENDED = "";

/** The 22nd field of /proc/PID/stat, "" for a process that nobody has buried yet. See proc_pid_stat(5). */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the program's name in brackets, and may contain anything.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" || fields[0] === "X" ? ENDED : fields[19];
  } catch {
    // No Linux, or no permission.
    return undefined;
  }
}

function nameSpace(): string {
  const parts = [hostname(), read(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8"))];
  // In a container of its own a host name may change while the process numbers stay.
  const space = read(() => readlinkSync("/proc/self/ns/pid"));
  const named = space === "" ? parts : [...parts.slice(1), space];
  return createHash("sha256").update(named.join("\n")).digest("hex").slice(0, 8);
}

function read(source: () => string): string {
  try {
    return source();
  } catch {
    // No Linux, or no permission: the host's name has to do.
    return "";
  }
}
