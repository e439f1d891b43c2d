import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { entryFile } from "./entry-file.ts";

export interface DemoModelProcess {
  /** Base URL for a client, on a free port of the loopback interface. */
  readonly baseUrl: string;
  /** Ends the process and waits for its end. */
  close(): Promise<void>;
}

/** Long enough for a process that is started on a busy machine. */
const startTimeoutMs = 30_000;
const closeTimeoutMs = 2_000;

/**
 * Starts the demo model as a child process. It gets none of our environment and none of our `--import` flags: it plays
 * a provider, and a provider's spans are not part of our traces.
 */
export async function startDemoModel(): Promise<DemoModelProcess> {
  const child = spawn(process.execPath, [entryFile("demo-model-server")], {
    env: { OTEL_SDK_DISABLED: "true" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exited = once(child, "close").catch(() => undefined);
  const close = async (): Promise<void> => {
    child.stdin.end();
    const timer = setTimeout(() => child.kill("SIGKILL"), closeTimeoutMs);
    await exited;
    clearTimeout(timer);
  };
  // A child that is gone breaks the pipe; its end is noticed anyway.
  child.stdin.on("error", () => undefined);
  try {
    return { baseUrl: await firstLine(child, child.stdout), close };
  } catch (cause) {
    await close();
    throw new Error("could not start the demo model", { cause });
  }
}

async function firstLine(child: ChildProcess, output: Readable): Promise<string> {
  const lines = createInterface({ input: output });
  const done = new AbortController();
  try {
    const signal = AbortSignal.any([done.signal, AbortSignal.timeout(startTimeoutMs)]);
    return await Promise.race([
      once(lines, "line", { signal }).then(([line]) => String(line)),
      once(child, "close", { signal }).then(([code]) => {
        throw new Error(`it ended with exit code ${String(code)}`);
      }),
    ]);
  } finally {
    done.abort();
    lines.close();
  }
}
