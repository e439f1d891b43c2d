import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./format.ts";

/*
 * Measures what loading the whole package takes, as it is published, besides the API that every application loads:
 * CPU time of processes with and without it. Exits with 1 above the budget. Run tools/semconv/bundle.ts first.
 */
const BUDGET_MS = 5;
const RUNS = 25;
const PACKAGE = join(ROOT, "packages/semconv-genai");
const ENTRIES = ["index", "content/index", "migrate/index", "validate/index"];

const [without = 0, published = 0, modules = 0] = measure([
  [],
  ["./dist/bundle/index.js"],
  ENTRIES.map((entry) => `./dist/${entry}.js`),
]);
const cost = published - without;
console.log(`as published: ${cost.toFixed(1)} ms of CPU (budget: ${BUDGET_MS} ms)`);
console.log(`as modules:   ${(modules - without).toFixed(1)} ms of CPU`);
process.exitCode = cost > BUDGET_MS ? 1 : 0;

/** The least CPU time, in milliseconds, of processes that import the API and these modules; turns are taken. */
function measure(imports: readonly (readonly string[])[]): readonly number[] {
  const programs = imports.map((paths, index) => ({
    file: writeProgram(index, paths),
    least: Infinity,
  }));
  try {
    for (let run = 0; run < RUNS; run += 1) {
      for (const program of programs) {
        const output = execFileSync(process.execPath, [program.file], { encoding: "utf8" });
        program.least = Math.min(program.least, Number(output) / 1000);
      }
    }
  } finally {
    for (const { file } of programs) rmSync(file);
  }
  return programs.map(({ least }) => least);
}

function writeProgram(name: number, imports: readonly string[]): string {
  const file = join(PACKAGE, `load-${name}.mjs`);
  const lines = ["@opentelemetry/api", ...imports].map((path) => `import ${JSON.stringify(path)};`);
  const print = "const { user, system } = process.cpuUsage(); console.log(user + system);";
  writeFileSync(file, [...lines, print].join("\n"));
  return file;
}
