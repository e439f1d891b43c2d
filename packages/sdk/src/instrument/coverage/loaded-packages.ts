import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

import { isApplicationLoad } from "./application-load.ts";
import { packageFileOf, packageOfSpecifier } from "../libraries/package-path.ts";
import { readVersion } from "../libraries/package-version.ts";

/** One copy of a package that the application has loaded. */
export interface LoadedPackage {
  readonly name: string;
  readonly directory: string;
  /** Undefined when its manifest cannot be read. */
  readonly version: string | undefined;
  /** True when it was there before the instrumentation started. */
  readonly early: boolean;
}

/** Remembers which packages, of those that matter, the application has loaded. */
export interface LoadedPackages {
  /**
   * Notes that `parent` loads what `specifier` resolved to.
   *
   * @param url The file's URL.
   * @param parent URL of who loads it; undefined for the program itself.
   */
  note(specifier: string, url: string, parent: string | undefined): void;
  /** Notes a copy that was there before the instrumentation started, unless it is known, though not where it lies. */
  noteEarly(name: string, version: string): void;
  /** One entry for each copy, in the order of loading. */
  list(): readonly LoadedPackage[];
}

/**
 * Starts with what is loaded already, as far as CommonJS knows it: Node does not tell which ES modules there are. Call
 * it before the pipeline is made; what this SDK and OpenTelemetry's own packages load later does not count.
 *
 * @param names The packages that matter.
 */
export function createLoadedPackages(names: ReadonlySet<string>): LoadedPackages {
  const early = new Set(loadedDirectories(names));
  const directories = new Map([...early].map((directory) => [directory, nameOf(directory)]));
  const described = new Map<string, LoadedPackage>();
  return {
    note(specifier, url, parent) {
      const name = packageOfSpecifier(specifier);
      if (name === undefined || !names.has(name) || !url.startsWith("file:")) return;
      if (parent !== undefined && !isApplicationLoad(specifier, parent)) return;
      const file = packageFileOf(fileURLToPath(withoutQuery(url)));
      if (file?.name === name) directories.set(file.directory, name);
    },
    noteEarly(name, version) {
      if (this.list().some((copy) => copy.name === name && copy.version === version)) return;
      const directory = `${name}@${version}`;
      directories.set(directory, name);
      described.set(directory, { name, directory, version, early: true });
    },
    list() {
      return [...directories].map(([directory, name]) => {
        const known = described.get(directory);
        if (known !== undefined) return known;
        const version = versionOf(directory);
        const found = { name, directory, version, early: early.has(directory) };
        described.set(directory, found);
        return found;
      });
    },
  };
}

/** The folders of the packages among `names` that have been required. */
function loadedDirectories(names: ReadonlySet<string>): readonly string[] {
  const { cache } = createRequire(import.meta.url);
  return Object.keys(cache).flatMap((path) => {
    const file = packageFileOf(path);
    return file !== undefined && names.has(file.name) ? [file.directory] : [];
  });
}

function nameOf(directory: string): string {
  return packageFileOf(`${directory}/package.json`)?.name ?? directory;
}

/** `import-in-the-middle` and bundlers of others put queries on URLs. */
function withoutQuery(url: string): string {
  const query = url.indexOf("?");
  return query < 0 ? url : url.slice(0, query);
}

function versionOf(directory: string): string | undefined {
  try {
    return readVersion(directory);
  } catch {
    // Deleted or never written: the package is reported without a version.
    return undefined;
  }
}
