import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { formatProblem } from "../env/problem.ts";
import type { Environment } from "../env/reader.ts";
import { type ConfigFile, readConfigFile } from "./read-config-file.ts";

/** A folder for the files of this test. */
export const folder: string = mkdtempSync(join(tmpdir(), "agent-otel-config-file-"));
after(() => rmSync(folder, { recursive: true }));
let files = 0;

/** Writes and reads a configuration file. */
export function configure(text: string, env: Environment = {}): ConfigFile {
  const path = join(folder, `otel-${files++}.yaml`);
  writeFileSync(path, text);
  return readConfigFile(path, env);
}

/** The problems of a file as they are printed. */
export function problemsOf(text: string, env: Environment = {}): readonly string[] {
  return configure(text, env).problems.map(formatProblem);
}
