/** A file of an installed package. */
export interface PackageFile {
  /** The package's name, with its scope. */
  readonly name: string;
  /** The package's folder. */
  readonly directory: string;
  /** The file's path in the folder, with forward slashes. */
  readonly file: string;
}

const NODE_MODULES = /[\\/]node_modules[\\/]/g;

/** Finds the package that a file was installed with, by its path; undefined for a file outside `node_modules`. */
export function packageFileOf(path: string): PackageFile | undefined {
  let start = -1;
  for (const match of path.matchAll(NODE_MODULES)) start = match.index + match[0].length;
  if (start < 0) return undefined;
  const parts = path.slice(start).split(/[\\/]/);
  const length = parts[0]?.startsWith("@") === true ? 2 : 1;
  if (parts.length <= length) return undefined;
  const name = parts.slice(0, length).join("/");
  return {
    name,
    directory: path.slice(0, start + name.length),
    file: parts.slice(length).join("/"),
  };
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
