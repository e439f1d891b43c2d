/** A file of an installed package. */
export interface PackageFile {
  /** The package's name, with its scope. */
  readonly name: string;
  /** The package's folder. */
  readonly directory: string;
  /** The file's path in the folder, with forward slashes. */
  readonly file: string;
}

/**
 * Finds the package that a file was installed with, by its path; undefined for a file outside `node_modules`. Called for
 * every file that the application loads, so without a pattern.
 */
export function packageFileOf(path: string): PackageFile | undefined {
  const folder = Math.max(path.lastIndexOf("/node_modules/"), path.lastIndexOf("\\node_modules\\"));
  if (folder < 0) return undefined;
  const start = folder + "/node_modules/".length;
  const scope = path.startsWith("@", start) ? nextSeparator(path, start) + 1 : start;
  const end = scope > 0 ? nextSeparator(path, scope) : -1;
  if (end < 0) return undefined;
  return {
    name: forward(path.slice(start, end)),
    directory: path.slice(0, end),
    file: forward(path.slice(end + 1)),
  };
}

function nextSeparator(path: string, from: number): number {
  const slash = path.indexOf("/", from);
  return slash < 0 ? path.indexOf("\\", from) : slash;
}

function forward(path: string): string {
  return path.includes("\\") ? path.replaceAll("\\", "/") : path;
}

/** The package that a bare specifier names: `pino`, `@scope/name/file.js`; undefined for paths and URLs. */
export function packageOfSpecifier(specifier: string): string | undefined {
  if (specifier.startsWith(".") || specifier.startsWith("/") || specifier.includes(":")) {
    return undefined;
  }
  const slash = specifier.indexOf("/");
  if (slash < 0) return specifier;
  if (!specifier.startsWith("@")) return specifier.slice(0, slash);
  const second = specifier.indexOf("/", slash + 1);
  return second < 0 ? specifier : specifier.slice(0, second);
}
