import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StackPorts } from "../port-table.ts";
import { PORT_NAMES } from "../port-table.ts";
import { PARTS } from "../programs.ts";
import type { Part, Service } from "../programs.ts";
import { StackError } from "../stack-error.ts";

/** A process that `up` started. */
export interface StartedProcess {
  readonly pid: number;
  /** Start time, so that the pid cannot be mistaken: see {@link ProcessIdentity}. */
  readonly started: string;
  readonly file: string;
  readonly version: string;
  /** How the program was found. */
  readonly from: string;
  /** Path of its log. */
  readonly log: string;
}

/** What `up` has started: written at once after each start, so that `down` always knows. */
export interface StackState {
  readonly format: 1;
  readonly ports: StackPorts;
  readonly processes: Readonly<Partial<Record<Part, StartedProcess>>>;
  /** Services started with Docker Compose. */
  readonly services: readonly Service[];
}

/**
 * Reads what an earlier `up` has started, or undefined when there is nothing.
 *
 * @throws {StackError} when the file cannot be understood: guessing pids would be worse
 */
export function readState(stackDir: string): StackState | undefined {
  const file = stateFile(stackDir);
  const text = readIfThere(file);
  if (text === undefined) return undefined;
  const state = parse(text);
  if (state !== undefined) return state;
  throw new StackError(
    `${file} is damaged or of another version of this tool, so what it started is not known.\n` +
      "End the processes it names (collector, tempo and others), then remove that file.",
  );
}

/** The parts that an earlier `up` has started. */
export function startedParts({ processes, services }: StackState): readonly Part[] {
  return PARTS.filter((part) => processes[part] !== undefined || services.includes(part));
}

/** Writes the state whole or not at all. */
export function writeState(stackDir: string, state: StackState): void {
  mkdirSync(stackDir, { recursive: true });
  const next = `${stateFile(stackDir)}.next`;
  writeFileSync(next, `${JSON.stringify(state, undefined, 2)}\n`);
  renameSync(next, stateFile(stackDir));
}

/** Forgets the state, after everything in it was stopped. */
export function removeState(stackDir: string): void {
  rmSync(stateFile(stackDir), { force: true });
}

function stateFile(stackDir: string): string {
  return join(stackDir, "state.json");
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

function parse(text: string): StackState | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Not JSON: the caller names the file.
    return undefined;
  }
  return isState(value) ? value : undefined;
}

function isState(value: unknown): value is StackState {
  if (!isRecord(value) || value["format"] !== 1) return false;
  const { ports, processes, services } = value;
  return (
    isRecord(ports) &&
    PORT_NAMES.every((name) => Number.isInteger(ports[name])) &&
    isRecord(processes) &&
    Object.values(processes).every(isProcess) &&
    Array.isArray(services)
  );
}

function isProcess(value: unknown): value is StartedProcess {
  if (!isRecord(value) || !Number.isInteger(value["pid"]) || Number(value["pid"]) < 2) return false;
  return ["started", "file", "version", "from", "log"].every(
    (key) => typeof value[key] === "string",
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
