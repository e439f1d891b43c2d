import { cpSync, existsSync, globSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import type { Contender } from "../contenders.ts";

const bench = join(import.meta.dirname, "..");

/** The folder of one contender's application, for the time of one run. */
export interface Workspace {
  readonly folder: string;
  /** The installed version of the contender's package, if it has one. */
  readonly version: string | undefined;
}

/** Puts the application below an installation, in a folder of this run, so that it finds what is installed. */
export function createWorkspace(installation: string, contender: Contender): Workspace {
  const folder = join(runFolder(installation), contender.name);
  cpSync(join(bench, "app"), folder, { recursive: true });
  for (const file of globSync(join(bench, "peers", contender.from, "*.mjs"))) {
    cpSync(file, join(folder, basename(file)));
  }
  if (contender.package === undefined) return { folder, version: undefined };
  return { folder, version: readVersion(join(installation, "node_modules", contender.package)) };
}

/** Removes what {@link createWorkspace} made below an installation. */
export function removeWorkspaces(installation: string): void {
  rmSync(runFolder(installation), { recursive: true, force: true });
}

function runFolder(installation: string): string {
  return join(installation, `run-${process.pid}`);
}

function readVersion(packageFolder: string): string {
  const manifest = join(packageFolder, "package.json");
  if (!existsSync(manifest)) throw new Error(`${packageFolder} is not installed`);
  const { version }: { version: string } = JSON.parse(readFileSync(manifest, "utf8"));
  return version;
}
