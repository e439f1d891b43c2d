import Module, { createRequire } from "node:module";
import { dirname, sep } from "node:path";
import { dependenciesOf } from "./require-lazily.ts";

/** By dependency and export what takes the export's place, made of the real module. */
export type Replacements = Readonly<
  Record<string, Readonly<Record<string, (real: () => object) => unknown>>>
>;

/**
 * Loads a copy of a CommonJS package for the caller alone, which sees some exports of its dependencies
 * replaced. Every dependency is loaded when one of its exports is first used, and not by this call: so other
 * users of the package and of its dependencies see nothing of the replacements.
 *
 * @param require The `require` of the module that has `name` as a dependency.
 */
export function requireWith(
  require: NodeJS.Require,
  { name, replacements }: { name: string; replacements: Replacements },
): unknown {
  const path = require.resolve(name);
  const fromPackage = createRequire(path);
  const before = { ...require.cache };
  const folder = dirname(Module.findPackageJSON(name, path) ?? path) + sep;
  for (const file of filesOf(require.cache, folder)) delete require.cache[file];
  const dependencies = [...dependenciesOf(fromPackage, name), ...Object.keys(replacements)];
  const stubs = [...new Set(dependencies)].map((dependency) => {
    return [fromPackage.resolve(dependency), replacements[dependency]] as const;
  });
  for (const [file, replaced] of stubs) {
    require.cache[file] = createStub(file, { load: fromPackage, replaced });
  }
  try {
    return require(path);
  } finally {
    for (const file of [...filesOf(require.cache, folder), ...stubs.map(([stub]) => stub)]) {
      const module = before[file];
      if (module === undefined) delete require.cache[file];
      else require.cache[file] = module;
    }
  }
}

function filesOf(cache: NodeJS.Dict<NodeJS.Module>, folder: string): readonly string[] {
  return Object.keys(cache).filter((file) => {
    return file.startsWith(folder) && !file.slice(folder.length).includes(`node_modules${sep}`);
  });
}

function createStub(
  file: string,
  { load, replaced = {} }: { load: NodeJS.Require; replaced: Replacements[string] | undefined },
): NodeJS.Module {
  const stub = new Module(file);
  stub.filename = file;
  stub.loaded = true;
  stub.exports = new Proxy(
    {},
    {
      get: (_, key) => {
        const replacement =
          typeof key === "string" && Object.hasOwn(replaced, key) ? replaced[key] : undefined;
        return replacement === undefined
          ? Reflect.get(load(file), key)
          : replacement(() => load(file));
      },
    },
  );
  return stub;
}
