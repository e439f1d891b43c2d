import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export interface Program {
  readonly child: ChildProcess;
  /** The parsed lines of its log so far. */
  readonly log: readonly object[];
  /** What it wrote to standard error so far. */
  stderr(): string;
  /** Exit code and signal, once it has ended. */
  readonly ended: Promise<readonly [code: number | null, signal: NodeJS.Signals | null]>;
  /** Where it listens, read from the start line. */
  url(): Promise<string>;
}

/** Starts the backend as a program of its own, with only these variables, in a folder without a `.env`. */
export function startProgram(environment: Readonly<Record<string, string>>): Program {
  const child = spawn(process.execPath, [fileURLToPath(new URL("../main.ts", import.meta.url))], {
    cwd: tmpdir(),
    env: { PORT: "0", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const log: object[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on("line", (line) => log.push(JSON.parse(line)));
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended = once(child, "close").then(() => [child.exitCode, child.signalCode] as const);
  return {
    child,
    log,
    stderr: () => stderr,
    ended,
    url: async () => {
      const line = await until(() => {
        if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}: ${stderr}`);
        return log.find((entry) => "url" in entry);
      });
      return String(line.url);
    },
  };
}

/** The children of a process, by pid. Linux only, like the machines that run these tests in CI. */
export function childrenOf(pid: number | undefined): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
  return text === "" ? [] : text.split(" ").map(Number);
}

/** Whether a process with this pid exists and has not ended. */
export function isAlive(pid: number): boolean {
  try {
    // A process that has ended but was not yet waited for is still listed, as a zombie.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

/** Asks again and again until there is a value; fails after 20 seconds. */
export async function until<T>(ask: () => T | undefined | false): Promise<T> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const value = ask();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > deadline) throw new Error("waited 20 seconds in vain");
    // oxlint-disable-next-line no-await-in-loop -- polling
    await delay(20);
  }
}
