import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import type { Problem } from "./env/problem.ts";

const require = createRequire(import.meta.url);

/**
 * Reads a `.env` file into `env`; a variable that is set already stays as it is. No file is fine; one that
 * cannot be read, and each line that is no assignment, is a problem. Values are never part of a problem.
 */
export function loadDotenvFile(path: string, env: NodeJS.ProcessEnv): readonly Problem[] {
  const text = read(path);
  if (typeof text !== "string") return text;
  const { parse }: typeof import("dotenv") = require("dotenv");
  for (const [name, value] of Object.entries(parse(text))) env[name] ??= value;
  const faults = findFaults(text);
  const problems = faults.slice(0, MOST_PROBLEMS).map(toProblem);
  return faults.length <= MOST_PROBLEMS ? problems : [...problems, remainder(faults)];
}

/** A file that is no `.env` at all has a fault on every line: some are enough. */
const MOST_PROBLEMS = 5;

interface Fault {
  /** From 1. */
  readonly line: number;
  readonly kind: "no assignment" | "open quote";
}

function toProblem({ line, kind }: Fault): Problem {
  const variable = `.env line ${line}`;
  return kind === "no assignment"
    ? { variable, expected: "NAME=value", used: "the line is ignored" }
    : { variable, expected: "a closing quote", used: "the value is taken with its opening quote" };
}

function remainder(faults: readonly Fault[]): Problem {
  const count = faults.length - MOST_PROBLEMS;
  return {
    variable: ".env",
    expected: "NAME=value on each line",
    used: `${count} more lines are faulty`,
  };
}

const LARGEST_FILE = 1_000_000;

function fault(found: string): readonly Problem[] {
  return [{ variable: ".env", expected: "a file of at most 1 MB", found, used: "it is left out" }];
}

function read(path: string): string | readonly Problem[] {
  try {
    // Reading a pipe would wait for its writer.
    const file = statSync(path);
    if (file.isFIFO()) return fault("a named pipe");
    // A device may be endless.
    if (file.isCharacterDevice() || file.isBlockDevice()) return fault("a device");
    if (file.size > LARGEST_FILE) return fault(`a file of ${file.size} bytes`);
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    if (code === "ENOENT") return [];
    return [{ variable: ".env", expected: "a readable file", found: code, used: "it is left out" }];
  }
}

const assignment = /^\uFEFF?\s*(?:export\s+)?[\w.-]+\s*(?:=|:\s)\s*(?<value>.*)$/;
const blankOrComment = /^\s*(#.*)?$/;

/** The lines that dotenv skips, or reads otherwise than they were meant. */
function findFaults(text: string): readonly Fault[] {
  const lines = text.split(/\r\n|\n|\r/);
  const faults: Fault[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? "";
    const value = assignment.exec(line)?.groups?.["value"];
    if (value === undefined) {
      if (!blankOrComment.test(line)) faults.push({ line: index + 1, kind: "no assignment" });
      continue;
    }
    const end = closingLine(lines, index, value);
    if (end === undefined) faults.push({ line: index + 1, kind: "open quote" });
    else index = end;
  }
  return faults;
}

/** The line on which a quoted value ends; the same line for one without quotes. */
function closingLine(lines: readonly string[], index: number, value: string): number | undefined {
  const quote = /^["'`]/.exec(value)?.[0];
  if (quote === undefined || value.indexOf(quote, 1) > 0) return index;
  const end = lines.findIndex((line, later) => later > index && line.includes(quote));
  return end < 0 ? undefined : end;
}
