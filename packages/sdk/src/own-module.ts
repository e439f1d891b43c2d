import { createRequire } from "node:module";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);

/**
 * Loads a module of this package when it is first needed, at once and not by a promise: what most programs never use
 * costs them nothing at their start. The bundler knows this call by its name and makes the module a file of its own.
 *
 * @param from `import.meta.url` of the caller.
 * @param path The module as the caller would import it, without its extension: "./engine".
 */
export function requireOwn(from: string, path: string): ReturnType<NodeJS.Require> {
  return require(fileURLToPath(ownModuleUrl(from, path)));
}

/** Where a module of this package lies, for a worker thread: a source, a compiled file or a part of the bundle. */
export function ownModuleUrl(from: string, path: string): URL {
  return new URL(path + extname(from), from);
}
