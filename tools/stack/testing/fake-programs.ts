import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { freePorts } from "../run/sockets.ts";
import { readSettings } from "../settings.ts";
import type { Environment, StackSettings } from "../settings.ts";

/** The checkout that these tests belong to. */
export const ROOT: string = resolve(import.meta.dirname, "../../..");

/** A folder of its own for one test. */
export interface TestFolder {
  readonly path: string;
  /** Writes an executable script that runs on this Node.js, and returns its path. */
  script(name: string, source: string): string;
  remove(): void;
}

/** Makes an empty folder below the system's temporary one. */
export function createTestFolder(): TestFolder {
  const path = mkdtempSync(join(tmpdir(), "agent-otel-stack-"));
  return {
    path,
    script: (name, source) => {
      const file = join(path, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `#!${process.execPath}\n${source}`);
      chmodSync(file, 0o755);
      return file;
    },
    remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  };
}

/**
 * Settings for one test: everything below its folder, on ports that are free, with no PATH but the
 * folder's `bin` (so that neither Docker nor a program of this machine is found).
 */
export async function testSettings(
  folder: TestFolder,
  env: Environment = {},
): Promise<StackSettings> {
  const result = readSettings({ HOME: folder.path, PATH: join(folder.path, "bin"), ...env }, ROOT);
  if ("problems" in result) throw new Error(result.problems.join("\n"));
  return { ...result.settings, ports: await freePorts() };
}

/** How a stand-in for a program behaves. */
export interface FakeBehaviour {
  /** @default the version that the repository pins */
  readonly version?: string;
  /** Refuses its configuration. @default false */
  readonly refuses?: boolean;
  /** Ends right after its start, with a line in its log. @default false */
  readonly dies?: boolean;
  /** Does not end on SIGTERM, as Tempo often does not. @default false */
  readonly stubborn?: boolean;
}

/** Source of a program that answers like a Collector: doors, `--version`, `validate`. */
export function fakeCollector(behaviour: FakeBehaviour = {}): string {
  const { version = "0.158.0" } = behaviour;
  return fakeServer(behaviour, {
    version: `otelcol-contrib version ${version}`,
    check: "validate",
    http: "AGENT_OTEL_STACK_OTLP_HTTP_PORT",
    grpc: "AGENT_OTEL_STACK_OTLP_GRPC_PORT",
  });
}

/** Source of a program that answers like Tempo. */
export function fakeTempo(behaviour: FakeBehaviour = {}): string {
  const { version = "2.8.0" } = behaviour;
  return fakeServer(behaviour, {
    version: `tempo, version ${version} (branch: HEAD, revision: 0)`,
    check: "-config.verify=true",
    http: "AGENT_OTEL_STACK_TEMPO_PORT",
    grpc: "AGENT_OTEL_STACK_TEMPO_OTLP_GRPC_PORT",
  });
}

/** Source of a program that answers like Prometheus, which takes its address as a flag. */
export function fakePrometheus(): string {
  return fakeServer(
    {},
    {
      version: "prometheus, version 3.14.0 (branch: HEAD, revision: 0)",
      check: "--check",
      http: "AGENT_OTEL_STACK_PROMETHEUS_PORT",
      grpc: "NO_SUCH_PORT",
    },
  );
}

/** Source of a program that answers like Loki. */
export function fakeLoki(): string {
  return fakeServer(
    {},
    {
      version: "loki, version 3.7.6 (branch: HEAD, revision: 0)",
      check: "-verify-config",
      http: "AGENT_OTEL_STACK_LOKI_PORT",
      grpc: "AGENT_OTEL_STACK_LOKI_GRPC_PORT",
    },
  );
}

interface FakeDoors {
  readonly version: string;
  readonly check: string;
  readonly http: string;
  readonly grpc: string;
}

function fakeServer(
  { refuses = false, dies = false, stubborn = false }: FakeBehaviour,
  { version, check, http, grpc }: FakeDoors,
): string {
  return `
const args = process.argv.slice(2);
if (args.includes("--version")) {
  console.log(${JSON.stringify(version)});
  process.exit(0);
}
if (args.includes(${JSON.stringify(check)})) {
  if (${refuses}) console.error("unknown type: memory_limiter");
  process.exit(${refuses ? 1 : 0});
}
if (${dies}) {
  console.error("bind: out of luck");
  process.exit(1);
}
if (${stubborn}) process.on("SIGTERM", () => {});
console.log(args.join(" "));
const { createServer } = require("node:http");
createServer((_, answer) => answer.end("ready")).listen(process.env.${http}, "127.0.0.1");
require("node:net").createServer().listen(process.env.${grpc}, "127.0.0.1");
`;
}
