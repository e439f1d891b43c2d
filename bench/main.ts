import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import { createProgress } from "../tools/stack/progress.ts";
import { type Report, runBench } from "./bench.ts";
import { hasMissed } from "./budgets.ts";
import { cacheFolder } from "./cache-folder.ts";
import { UsageError, readCall } from "./call.ts";
import { helpText } from "./help.ts";
import { scenarioTable, verdictTable } from "./table.ts";

const interrupt = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => interrupt.abort(new Error(`Interrupted by ${signal}.`)));
}
process.exitCode = await main(process.argv.slice(2), interrupt.signal);

/** Runs the bench and returns the exit code. */
async function main(args: readonly string[], signal: AbortSignal): Promise<number> {
  const progress = createProgress(process.stderr);
  try {
    const call = readCall(args);
    if (typeof call === "string") return print(call);
    const report = await runBench(call, { cache: cacheFolder(process.env), progress, signal });
    progress.end();
    print(call.json ? JSON.stringify(report, undefined, 2) : describe(report));
    if (call.whole) keep(report);
    return hasMissed(report.verdicts, call) ? 1 : 0;
  } catch (error) {
    progress.end();
    if (error instanceof UsageError) return fail(`${error.message}\n\n${helpText()}`, 2);
    if (signal.aborted) return fail(String(Object(signal.reason).message), 130);
    return fail(error instanceof Error ? error.message : inspect(error), 1);
  }
}

function describe({ machine, quick, versions, notes, results, verdicts }: Report): string {
  const { node, platform, processors, memoryGb, loadBefore } = machine;
  const contenders = Object.entries(versions)
    .filter(([, version]) => version !== undefined)
    .map(([name, version]) => `${name} ${version}`);
  return [
    `Node.js ${node}, ${platform}, ${processors} processors, ${memoryGb} GB, load before ${loadBefore}`,
    contenders.join(", "),
    ...(loadBefore > processors / 4 ? ["Note: other processes were at work before the run."] : []),
    ...(quick ? ["A quick run: for a first look, not for a statement."] : []),
    ...notes.map((note) => `Note: ${note}`),
    ...results.map((result) => `\n${scenarioTable(result)}`),
    `\n${verdictTable(verdicts)}`,
  ].join("\n");
}

function keep(report: Report): void {
  const folder = join(import.meta.dirname, "results");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "latest.json"), `${JSON.stringify(report, undefined, 2)}\n`);
}

function print(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

function fail(text: string, code: number): number {
  process.stderr.write(`${text}\n`);
  return code;
}
