import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readFacts } from "./facts.ts";
import { ROOT } from "./format.ts";
import { generateFiles } from "./generate.ts";

for (const [path, text] of generateFiles(readFacts())) {
  const file = join(ROOT, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
