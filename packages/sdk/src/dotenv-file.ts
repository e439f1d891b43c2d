import { readFileSync } from "node:fs";
import { parse } from "dotenv";
import type { Problem } from "./env/problem.ts";

/**
 * Reads a `.env` file into `env`; a variable that is set already stays as it is. No file is fine; one that
 * cannot be read, and each line that is no assignment, is a problem. Values are never part of a problem.
 */
export function loadDotenvFile(path: string, env: NodeJS.ProcessEnv): readonly Problem[] {
  const text = read(path);
  if (typeof text !== "string") return text;
  for (const [name, value] of Object.entries(parse(text))) env[name] ??= value;
  return malformedLines(text).map((line) => ({
    variable: `.env line ${line}`,
    expected: "NAME=value, with a closing quote for each opening one",
    used: "the line is ignored",
  }));
}

function read(path: string): string | readonly Problem[] {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    if (code === "ENOENT") return [];
    return [{ variable: ".env", expected: "a readable file", found: code, used: "it is left out" }];
  }
}

const assignment = /^\uFEFF?\s*(?:export\s+)?[\w.-]+\s*(?:=|:\s)\s*(?<value>.*)$/;
const blankOrComment = /^\s*(#.*)?$/;

/** The numbers, from 1, of the lines that dotenv would skip or misread. */
function malformedLines(text: string): readonly number[] {
  const lines = text.split(/\r\n|\n|\r/);
  const malformed: number[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? "";
    const value = assignment.exec(line)?.groups?.["value"];
    if (value === undefined) {
      if (!blankOrComment.test(line)) malformed.push(index + 1);
      continue;
    }
    const end = closingLine(lines, index, value);
    if (end === undefined) malformed.push(index + 1);
    else index = end;
  }
  return malformed;
}

/** The line on which a quoted value ends; the same line for one without quotes. */
function closingLine(lines: readonly string[], index: number, value: string): number | undefined {
  const quote = /^["'`]/.exec(value)?.[0];
  if (quote === undefined || value.indexOf(quote, 1) > 0) return index;
  const end = lines.findIndex((line, later) => later > index && line.includes(quote));
  return end < 0 ? undefined : end;
}
