import { resolve } from "node:path";
import { inspect } from "node:util";
import { buildCheckers, buildStack } from "./build/build.ts";
import { readCall, UsageError } from "./call.ts";
import type { Call } from "./call.ts";
import { helpText } from "./help.ts";
import { stackDown } from "./instance/down.ts";
import type { ChangeOptions } from "./instance/down.ts";
import { describeStatus, stackStatus } from "./instance/status.ts";
import { stackUp } from "./instance/up.ts";
import { createProgress } from "./progress.ts";
import { EXTRA_PARTS, titlesOf } from "./programs.ts";
import { readSettings } from "./settings.ts";
import type { StackSettings } from "./settings.ts";
import { StackError } from "./stack-error.ts";
import { makeTraffic } from "./traffic/traffic.ts";
import { verifyStack } from "./verify.ts";

const interrupt = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => interrupt.abort(new StackError(`Interrupted by ${signal}.`)));
}
for (const stream of [process.stdout, process.stderr]) stream.on("error", ignoreClosedReader);
process.exitCode = await main(process.argv.slice(2), process.env, interrupt.signal);

/** Runs one command and returns the exit code. */
async function main(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<number> {
  const progress = createProgress(process.stderr);
  try {
    const call = readCall(args);
    if (typeof call === "string") return print(call);
    const result = readSettings(env, resolve(import.meta.dirname, "../.."));
    if ("problems" in result) return fail(result.problems.join("\n"), 2);
    return await run(call, { ...result.settings, parts: call.parts }, { progress, signal });
  } catch (error) {
    progress.end();
    const cause: unknown = signal.aborted ? signal.reason : error;
    if (cause instanceof UsageError) return fail(`${cause.message}\n\n${helpText(undefined)}`, 2);
    return fail(
      cause instanceof StackError ? cause.message : inspect(cause),
      signal.aborted ? 130 : 1,
    );
  }
}

async function run(
  { command, json, protocols, checks, seconds }: Call,
  settings: StackSettings,
  options: ChangeOptions,
): Promise<number> {
  switch (command) {
    case "build":
      await buildStack(settings, options);
      if (checks) await buildCheckers(settings, options);
      return print(
        `${titlesOf(settings.parts)} are at hand. Start them: pnpm stack up${withFlag(settings)}`,
      );
    case "up":
      return up(settings, options);
    case "down": {
      const stopped = await stackDown(settings, options);
      return print(stopped ? "Stopped." : "Nothing to stop: `up` has started nothing.");
    }
    case "status": {
      const status = await stackStatus(settings);
      print(json ? JSON.stringify(status, undefined, 2) : describeStatus(status));
      return status.ready ? 0 : 1;
    }
    case "verify":
      return (await verifyStack(settings, { ...options, protocols, print })) ? 0 : 1;
    case "traffic":
      return (await makeTraffic(settings, { ...options, seconds, print })) ? 0 : 1;
    default:
      return command satisfies never;
  }
}

async function up(settings: StackSettings, options: ChangeOptions): Promise<number> {
  const outcome = await stackUp(settings, options);
  const status = await stackStatus(settings);
  const { ports, parts } = status;
  const isMetrics = parts.some(({ part }) => part === "prometheus");
  const isLogs = parts.some(({ part }) => part === "loki");
  return print(
    [
      outcome === "started" ? "Up." : "Already up.",
      describeStatus(status),
      "",
      "Send telemetry here:",
      `  export OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:${ports.otlpHttp}`,
      `  (gRPC: http://127.0.0.1:${ports.otlpGrpc} with OTEL_EXPORTER_OTLP_PROTOCOL=grpc)`,
      `Read a trace: http://127.0.0.1:${ports.tempo}/api/v2/traces/<trace id>`,
      isMetrics
        ? `Ask for a metric: http://127.0.0.1:${ports.prometheus}/api/v1/query?query=<PromQL>`
        : "Metrics have no back end here (--with prometheus): the Collector counts them in its log.",
      isLogs
        ? `Ask for logs: http://127.0.0.1:${ports.loki}/loki/api/v1/query_range?query=<LogQL>`
        : "Logs have no back end here (--with loki): the Collector counts them in its log.",
      "Check it: pnpm stack verify     End it: pnpm stack down",
    ].join("\n"),
  );
}

function withFlag({ parts }: StackSettings): string {
  const extra = EXTRA_PARTS.filter((part) => parts.includes(part));
  return extra.length === 0 ? "" : ` --with ${extra.join(",")}`;
}

function print(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

function fail(text: string, code: number): number {
  process.stderr.write(`${text}\n`);
  return code;
}

/** `pnpm stack up | head -1`: whoever does not read on must not break off what is being done. */
function ignoreClosedReader(error: Error): void {
  if ("code" in error && error.code === "EPIPE") return;
  throw error;
}
