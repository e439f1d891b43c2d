import { readFileSync } from "node:fs";

/** What is known of a process. */
export interface ProcessFacts {
  parent: number;
  /** Its arguments. */
  command: string;
}

/** Options of {@link watchRunner}. */
export interface WatchRunnerOptions {
  onAbandoned: () => void;
  /** @default this process */
  pid?: number;
  /** @default 500 ms */
  intervalMs?: number;
  /** @default reads /proc; undefined for a process that is not there */
  look?: (pid: number) => ProcessFacts | undefined;
}

/**
 * Notices that npm, npx or pnpm, which started us, has gone without passing its signal on: they send SIGTERM to the shell
 * between two of them, and what that shell had started runs on as an orphan. Returns a function that ends the watch.
 * Does nothing where there is no /proc.
 */
export function watchRunner({
  onAbandoned,
  pid = process.pid,
  intervalMs = 500,
  look = lookInProc,
}: WatchRunnerOptions): () => void {
  const runners = findRunners(pid, look);
  const timer = setInterval(() => {
    if (isUnbroken(pid, runners, look)) return;
    clearInterval(timer);
    onAbandoned();
  }, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}

// "npm start" and "npm exec …" are titles that npm gives itself; pnpm is a program or a script; sh runs the scripts.
const runner =
  /^(?:\S*\/)?(?:npm|npx|pnpm|(?:ba|da)?sh -c)\b|\/(?:npm|npx|pnpm)(?:-cli)?\.[cm]?js\b/;

/** The package managers above us and the shells between them, from our parent on upwards. */
function findRunners(pid: number, look: (pid: number) => ProcessFacts | undefined): number[] {
  const runners: number[] = [];
  let parent = look(pid)?.parent;
  while (parent !== undefined && parent > 1) {
    const facts = look(parent);
    if (facts === undefined || !runner.test(facts.command)) break;
    runners.push(parent);
    parent = facts.parent;
  }
  return runners;
}

/** Whether each is still the child of the next; the outermost may lose its parent (`nohup npm start &`). */
function isUnbroken(
  pid: number,
  runners: readonly number[],
  look: (pid: number) => ProcessFacts | undefined,
): boolean {
  let child = pid;
  for (const expected of runners) {
    if (look(child)?.parent !== expected) return false;
    child = expected;
  }
  return true;
}

function lookInProc(pid: number): ProcessFacts | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    // The name in parentheses may hold anything, so the fields are counted from its end: state, parent.
    const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
    return { parent, command };
  } catch {
    // Gone, or a system without /proc.
    return undefined;
  }
}
