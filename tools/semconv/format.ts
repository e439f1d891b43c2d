import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Formats a source text as the repository's formatter does; `path` tells the language. */
export function format(path: string, text: string): string {
  return execFileSync(FORMATTER, ["--stdin-filepath", path], {
    cwd: ROOT,
    // A comment belongs to the line after it.
    input: text.replaceAll(/\*\/\n+/g, "*/\n"),
    encoding: "utf8",
  });
}

/** The root of the repository. */
export const ROOT: string = fileURLToPath(new URL("../..", import.meta.url));
const FORMATTER = fileURLToPath(new URL("../../node_modules/.bin/oxfmt", import.meta.url));
