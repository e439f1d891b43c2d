import { isAbsolute, join, resolve } from "node:path";
import { PORTS, assignPorts } from "./port-table.ts";
import type { StackPorts } from "./port-table.ts";
import { BASE_PARTS, CHECKERS, PARTS, PROGRAMS } from "./programs.ts";
import type { Part, ProgramName } from "./programs.ts";

/** Environment variables as given to the process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Everything the stack tool needs to know, read once. */
export interface StackSettings {
  /** The checkout: where `deploy/` is. */
  readonly root: string;
  /** Folder for built programs, shared by all checkouts. */
  readonly cacheDir: string;
  /** Folder of this instance: state, data, logs. */
  readonly stackDir: string;
  /** Name of this instance. @default "default" */
  readonly name: string;
  /** The parts that this stack is to have. @default Collector and Tempo */
  readonly parts: readonly Part[];
  /** Programs given by path. */
  readonly files: Readonly<Partial<Record<ProgramName, string>>>;
  /** Detail of the Collector's debug exporter (metrics and logs). @default "basic" */
  readonly debugVerbosity: "basic" | "normal" | "detailed";
  readonly ports: StackPorts;
  /** The environment that child programs start from. */
  readonly env: Environment;
}

/** Settings, or all the things that are wrong with the environment. */
export type SettingsResult =
  | { readonly settings: StackSettings }
  | { readonly problems: readonly string[] };

const NAME = /^[a-z0-9][a-z0-9-]{0,30}$/u;
const VERBOSITIES = ["basic", "normal", "detailed"] as const;

/**
 * Reads the `AGENT_OTEL_STACK_*` variables. Every problem is reported, not only the first.
 *
 * @param env the environment
 * @param root absolute path of the checkout
 */
export function readSettings(env: Environment, root: string): SettingsResult {
  const problems: string[] = [];
  const cacheDir = readCacheDir(env, problems);
  const name = readName(env, problems);
  const ports = readPorts(env, problems);
  const debugVerbosity = readVerbosity(env, problems);
  if (problems.length > 0) return { problems };
  return {
    settings: {
      root,
      cacheDir,
      stackDir: join(cacheDir, "stack", name),
      name,
      parts: BASE_PARTS,
      files: readFiles(env),
      debugVerbosity,
      ports,
      env,
    },
  };
}

function readCacheDir(env: Environment, problems: string[]): string {
  // The XDG specification: a relative path is to be ignored.
  const xdg = text(env, "XDG_CACHE_HOME");
  if (xdg !== undefined && isAbsolute(xdg)) return join(xdg, "agent-otel");
  const home = text(env, "HOME") ?? text(env, "USERPROFILE");
  if (home !== undefined && isAbsolute(home)) return join(home, ".cache", "agent-otel");
  problems.push(
    "There is no place for built programs: HOME is not set to an absolute path, nor is XDG_CACHE_HOME. " +
      "Set XDG_CACHE_HOME to a folder that may be written.",
  );
  return "";
}

function readName(env: Environment, problems: string[]): string {
  const name = text(env, "AGENT_OTEL_STACK_NAME") ?? "default";
  if (!NAME.test(name)) {
    problems.push(
      `AGENT_OTEL_STACK_NAME: expected 1 to 31 lower-case letters, digits or hyphens, got "${name}".`,
    );
  }
  return name;
}

function readPorts(env: Environment, problems: string[]): StackPorts {
  const taken = new Map<number, string>();
  return assignPorts((name) => {
    const { variable, fallback } = PORTS[name];
    const given = text(env, variable);
    const port = given === undefined ? fallback : parsePort(given);
    if (port === undefined) {
      problems.push(`${variable}: expected a port from 1 to 65535, got "${given}".`);
      return fallback;
    }
    const other = taken.get(port);
    if (other !== undefined) problems.push(`${other} and ${variable} are both ${port}.`);
    taken.set(port, variable);
    return port;
  });
}

function parsePort(value: string): number | undefined {
  if (!/^\d{1,5}$/u.test(value)) return undefined;
  const port = Number(value);
  return port >= 1 && port <= 65_535 ? port : undefined;
}

function readVerbosity(env: Environment, problems: string[]): (typeof VERBOSITIES)[number] {
  const given = text(env, "AGENT_OTEL_STACK_DEBUG_VERBOSITY") ?? "basic";
  const verbosity = VERBOSITIES.find((known) => known === given);
  if (verbosity === undefined) {
    problems.push(
      `AGENT_OTEL_STACK_DEBUG_VERBOSITY: expected one of ${VERBOSITIES.join(", ")}, got "${given}".`,
    );
  }
  return verbosity ?? "basic";
}

function readFiles(env: Environment): Partial<Record<ProgramName, string>> {
  // npm and pnpm change to the checkout, and keep in INIT_CWD where the user was.
  const here = text(env, "INIT_CWD") ?? "";
  const files: Partial<Record<ProgramName, string>> = {};
  for (const name of [...PARTS, ...CHECKERS]) {
    const given = text(env, PROGRAMS[name].variable);
    if (given !== undefined) files[name] = resolve(here, given);
  }
  return files;
}

/** Set but empty counts as not set, as in the OpenTelemetry specification. */
function text(env: Environment, variable: string): string | undefined {
  const value = env[variable]?.trim();
  return value === "" ? undefined : value;
}
