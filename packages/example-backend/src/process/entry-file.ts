import { extname } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The path of one of this package's programs, to be started as a process of its own.
 * `name` has no extension: the program is TypeScript when this code runs from `src`, JavaScript from `dist`.
 */
export function entryFile(name: "calculator-server" | "demo-model-server"): string {
  return fileURLToPath(new URL(`../${name}${extname(import.meta.url)}`, import.meta.url));
}
