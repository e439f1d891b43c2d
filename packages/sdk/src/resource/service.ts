import { realpathSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { readStart } from "./read-start.ts";

/** What a package.json says of the service. */
export interface ServiceFacts {
  readonly name: string;
  readonly version?: string;
}

/**
 * Finds what to call the service when the user has not said: the package.json nearest to the program, upwards.
 * A program below `node_modules` is a tool that runs the application, so the working directory is asked first.
 *
 * @param mainFile The path of the program; undefined for `node -e` and the like.
 * @param cwd Undefined when the working directory is gone.
 */
export function findService(
  mainFile: string | undefined,
  cwd: string | undefined,
): ServiceFacts | undefined {
  const program = mainFile === undefined ? undefined : dirname(realPath(mainFile, cwd));
  const isTool = program?.split(sep).includes("node_modules") ?? true;
  const places = isTool ? [cwd, program] : [program, cwd];
  for (const place of places) {
    const found = place === undefined ? undefined : nearest(place);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Installed programs are links, whose folder says nothing. */
function realPath(path: string, cwd: string | undefined): string {
  try {
    return realpathSync(resolve(cwd ?? sep, path));
  } catch {
    // `node -` for a program from standard input, for example.
    return resolve(cwd ?? sep, path);
  }
}

function nearest(directory: string): ServiceFacts | undefined {
  const found = readManifest(join(directory, "package.json"));
  if (found !== undefined) return found;
  const parent = dirname(directory);
  return parent === directory ? undefined : nearest(parent);
}

function readManifest(path: string): ServiceFacts | undefined {
  const manifest = parse(path);
  if (typeof manifest !== "object" || manifest === null || !("name" in manifest)) return undefined;
  const { name } = manifest;
  if (!isUsable(name)) return undefined;
  const version = "version" in manifest ? manifest.version : undefined;
  return isUsable(version) ? { name, version } : { name };
}

function isUsable(value: unknown): value is string {
  return typeof value === "string" && value !== "" && value.length <= LONGEST;
}

/** npm allows 214 characters for a name and 256 for a version. */
const LONGEST = 256;

function parse(path: string): unknown {
  try {
    return JSON.parse(readStart(path, MANIFEST_LIMIT) ?? "");
  } catch {
    // Most folders have none, and a broken one names nothing: the search goes on above.
    return undefined;
  }
}

/** In bytes; larger ones are no manifests. */
const MANIFEST_LIMIT = 256 * 1024;
