import { execFile, spawn } from "node:child_process";
import { cpSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startOtlpSink } from "../support/otlp-sink.ts";
import type { Application, ModuleFormat } from "./application.ts";

const exec = promisify(execFile);
const repository = fileURLToPath(new URL("../..", import.meta.url));

/** Packs the published packages and installs them, with npm, into a new project in `folder`. */
export async function installConsumer(folder: string): Promise<void> {
  const tarballs = join(folder, "tarballs");
  mkdirSync(tarballs);
  await Promise.all(["semconv-genai", "sdk", "cli"].map((name) => pack(name, tarballs)));
  writeFileSync(join(folder, "package.json"), '{ "private": true }');
  const paths = globSync("*.tgz", { cwd: tarballs }).map((name) => join("tarballs", name));
  await npm(folder, ["install", ...paths.map((path) => `./${path}`), ...peers()]);
}

async function pack(name: string, destination: string): Promise<void> {
  const cwd = join(repository, "packages", name);
  // npm's own pack would leave the workspace's version ranges in the manifest.
  await exec("npx", ["--yes", "pnpm@12.21.0", "pack", "--pack-destination", destination], { cwd });
}

/** Installs a Node.js release from the registry; gives the path of its program. */
export async function installNode(folder: string, version: string): Promise<string> {
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), '{ "private": true }');
  await npm(folder, ["install", `node@${version}`]);
  return join(folder, "node_modules", "node", "bin", "node");
}

async function npm(folder: string, args: readonly string[]): Promise<void> {
  await exec("npm", [...args, "--no-audit", "--no-fund", "--loglevel=error"], { cwd: folder });
}

/** What the application itself depends on, at the versions of this repository's catalog. */
function peers(): readonly string[] {
  const catalog = readFileSync(join(repository, "pnpm-workspace.yaml"), "utf8");
  return peerNames.map((name) => {
    const version = new RegExp(`^ {2}"?${name}"?: (?<version>\\S+)$`, "m").exec(catalog)?.groups?.[
      "version"
    ];
    if (version === undefined)
      throw new Error(`${name} is not in the catalog of pnpm-workspace.yaml`);
    return `${name}@${version}`;
  });
}

const peerNames = [
  "@modelcontextprotocol/sdk",
  "@opentelemetry/api",
  "express",
  "fastify",
  "openai",
  "pg",
  "pino",
  "zod",
];

/** How a run of the application went. */
export interface Run {
  readonly exitCode: number | null;
  readonly stderr: string;
  readonly answer: unknown;
  /** What it printed. */
  readonly lines: readonly Line[];
}

/** One line of JSON: pino's, or the one with the URL. */
export interface Line {
  readonly ready?: string;
  readonly msg?: string;
  readonly trace_id?: string;
}

interface RunOptions {
  readonly format: ModuleFormat;
  readonly node: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Runs an application in `folder` under `node`, asks it one question and waits for its end. */
export async function runConsumer(
  folder: string,
  application: Application,
  { format, node, env }: RunOptions,
): Promise<Run> {
  const file = join(folder, `${application.name}.${format === "esm" ? "mjs" : "cjs"}`);
  writeFileSync(file, application.source(format));
  const child = spawn(node, ["--import", "@agent-otel/sdk/register", file], {
    cwd: folder,
    env: { PATH: process.env["PATH"], ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stderr = text(child.stderr);
  const exit = new Promise<number | null>((resolve) => void child.once("exit", resolve));
  const lines: Line[] = [];
  let answer: unknown;
  try {
    for await (const each of createInterface({ input: child.stdout })) {
      const line: Line = JSON.parse(each);
      lines.push(line);
      if (line.ready === undefined) continue;
      const response = await application.ask(line.ready, env["QUESTION"] ?? "");
      answer = await response.json();
    }
  } catch (cause) {
    child.kill("SIGKILL");
    throw new Error(`no answer; on stderr: ${await stderr}`, { cause });
  }
  return { exitCode: await exit, stderr: await stderr, answer, lines };
}

const spanProgram = `import { trace } from "@opentelemetry/api";
trace.getTracer("consumer").startSpan("work").end();
process.exitCode = 3;
`;

/** Runs a program that makes one span below `agent-otel dev --json`, as the project's own command. */
export async function runBelowDev(
  folder: string,
): Promise<{ code: number | null; stdout: string }> {
  writeFileSync(join(folder, "span.mjs"), spanProgram);
  const ports = ["--grpc-port", "0", "--http-port", "0", "--tempo-port", "0"];
  const program = [process.execPath, "--import", "@agent-otel/sdk/register", "span.mjs"];
  const child = spawn(
    join(folder, "node_modules", ".bin", "agent-otel"),
    ["dev", "--json", ...ports, "--", ...program],
    { cwd: folder, stdio: ["ignore", "pipe", "ignore"] },
  );
  const exit = new Promise<number | null>((resolve) => void child.once("exit", resolve));
  return { stdout: await text(child.stdout), code: await exit };
}

const twoCopiesProgram = `import { startTelemetry } from "@agent-otel/sdk";
import { startTelemetry as startSecond } from "./second-copy/dist/index.js";
import { trace } from "@opentelemetry/api";
console.log(startTelemetry() === startSecond());
trace.getTracer("consumer").startSpan("once").end();
`;

/** Runs a program that is started with the SDK, and starts another copy of it. */
export async function runTwoCopies(
  folder: string,
): Promise<{ code: number | null; stdout: string; spans: readonly string[] }> {
  const sink = await startOtlpSink();
  cpSync(join(folder, "node_modules", "@agent-otel", "sdk"), join(folder, "second-copy"), {
    recursive: true,
  });
  writeFileSync(join(folder, "two-copies.mjs"), twoCopiesProgram);
  const flags = ["--import", "@agent-otel/sdk/register", "two-copies.mjs"];
  const child = spawn(process.execPath, flags, {
    cwd: folder,
    env: {
      PATH: process.env["PATH"],
      OTEL_EXPORTER_OTLP_ENDPOINT: sink.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exit = new Promise<number | null>((resolve) => void child.once("exit", resolve));
  const stdout = await text(child.stdout);
  const code = await exit;
  sink.close();
  return { code, stdout, spans: sink.spans.map(({ name }) => name) };
}
