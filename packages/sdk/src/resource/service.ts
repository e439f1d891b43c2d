import { readFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";

/** What a package.json says of the service. */
export interface ServiceFacts {
  readonly name: string;
  readonly version?: string;
}

/**
 * Finds what to call the service when the user has not said: the package.json nearest to the program, upwards.
 * A program below `node_modules` is a tool that runs the application, so the working directory is asked instead.
 *
 * @param mainFile The absolute path of the program; undefined for `node -e` and the like.
 */
export function findService(mainFile: string | undefined, cwd: string): ServiceFacts | undefined {
  const isTool = mainFile?.includes(`${sep}node_modules${sep}`) ?? true;
  return nearest(isTool || mainFile === undefined ? cwd : dirname(mainFile));
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
  if (typeof name !== "string" || name === "") return undefined;
  const version = "version" in manifest ? manifest.version : undefined;
  return typeof version === "string" && version !== "" ? { name, version } : { name };
}

function parse(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    // Most folders have none, and a broken one names nothing: the search goes on above.
    return undefined;
  }
}
