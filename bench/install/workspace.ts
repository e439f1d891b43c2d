import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Contender } from "../contenders.ts";

const bench = join(import.meta.dirname, "..");

/** The folder of one contender's application, for the time of one run. */
export interface Workspace {
  readonly folder: string;
  /** The installed version of the contender's package, if it has one. */
  readonly version: string | undefined;
}

/**
 * Puts the application below an installation, in a folder of this run, so that it finds what is installed
 * there and the contender's own copy of the API.
 */
export function createWorkspace(installation: string, contender: Contender): Workspace {
  const folder = join(runsFolder(installation), contender.name);
  cpSync(join(bench, "app"), folder, { recursive: true });
  copyFileSync(join(bench, "peers/upstream-node-sdk.mjs"), join(folder, "upstream-node-sdk.mjs"));
  const modules = join(installation, "node_modules");
  if (contender.apiOf !== undefined) {
    const scope = join(folder, "node_modules/@opentelemetry");
    mkdirSync(scope, { recursive: true });
    symlinkSync(findApi(join(modules, contender.apiOf)), join(scope, "api"), "junction");
  }
  const manifest = contender.package && join(modules, contender.package, "package.json");
  return { folder, version: manifest === undefined ? undefined : readVersion(manifest) };
}

/** Removes what {@link createWorkspace} made below an installation. */
export function removeWorkspaces(installation: string): void {
  rmSync(runsFolder(installation), { recursive: true, force: true });
}

function runsFolder(installation: string): string {
  return join(installation, `run-${process.pid}`);
}

function findApi(packageFolder: string): string {
  const require = createRequire(join(packageFolder, "package.json"));
  const folders = require.resolve.paths("@opentelemetry/api") ?? [];
  const found = folders.map((folder) => join(folder, "@opentelemetry/api")).find(existsSync);
  if (found === undefined) throw new Error(`${packageFolder} has no @opentelemetry/api`);
  return found;
}

function readVersion(manifest: string): string {
  const { version }: { version: string } = JSON.parse(readFileSync(manifest, "utf8"));
  return version;
}
