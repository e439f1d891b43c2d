import { readFileSync, readdirSync } from "node:fs";

/** What Linux tells of this process beyond what Node.js does; each part is undefined where the system keeps it to itself. */
export interface ProcFigures {
  readonly openFiles: number | undefined;
  readonly threads: number | undefined;
  /** Bytes of address space. */
  readonly virtualMemory: number | undefined;
  /** Bytes that were really read from storage, and written to it; not those of the page cache. */
  readonly disk: { readonly read: number; readonly write: number } | undefined;
}

/** Reads `/proc/self`. On other systems, and in sandboxes without it, nothing is told. */
export function readProc(): ProcFigures {
  const status = readText("status");
  const virtual = numberIn(status, /^VmSize:\s+(\d+) kB$/m);
  const io = readText("io");
  const read = numberIn(io, /^read_bytes: (\d+)$/m);
  const write = numberIn(io, /^write_bytes: (\d+)$/m);
  return {
    openFiles: countOpenFiles(),
    threads: numberIn(status, /^Threads:\s+(\d+)$/m),
    virtualMemory: virtual === undefined ? undefined : virtual * 1024,
    disk: read === undefined || write === undefined ? undefined : { read, write },
  };
}

function countOpenFiles(): number | undefined {
  return orNothing(() => {
    // One is the folder that is being read.
    return readdirSync("/proc/self/fd").length - 1;
  });
}

function readText(name: string): string {
  return orNothing(() => readFileSync(`/proc/self/${name}`, "latin1")) ?? "";
}

function orNothing<Result>(read: () => Result): Result | undefined {
  if (process.platform !== "linux") return undefined;
  try {
    return read();
  } catch {
    // Not there, or not for us: the metric is left out.
    return undefined;
  }
}

function numberIn(text: string, pattern: RegExp): number | undefined {
  const digits = pattern.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
