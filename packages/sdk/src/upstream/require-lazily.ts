import Module, { createRequire } from "node:module";

/**
 * Loads a CommonJS package while those of its dependencies that match `lazy` stay unloaded until one of their
 * exports is used. The package sees the same values as ever, only later; whoever else requires one of the
 * dependencies, before or after, gets the real module.
 *
 * @param require The `require` of the module that has `name` as a dependency.
 */
export function requireLazily(
  require: NodeJS.Require,
  { name, lazy }: { name: string; lazy: RegExp },
): unknown {
  const path = require.resolve(name);
  const fromPackage = createRequire(path);
  const stubs = dependenciesOf(fromPackage, name)
    .filter((dependency) => lazy.test(dependency))
    .map((dependency) => fromPackage.resolve(dependency))
    .filter((file) => require.cache[file] === undefined);
  for (const file of stubs) require.cache[file] = createStub(file, fromPackage);
  try {
    return require(path);
  } finally {
    for (const file of stubs) delete require.cache[file];
  }
}

/** The names of the packages that a package depends on. */
export function dependenciesOf(fromPackage: NodeJS.Require, name: string): readonly string[] {
  // The package's exports map may hide its manifest: it lies above the entry.
  const manifest = Module.findPackageJSON(name, fromPackage.resolve(name));
  if (manifest === undefined) return [];
  const { dependencies = {} }: { dependencies?: Record<string, string> } = fromPackage(manifest);
  return Object.keys(dependencies);
}

function createStub(file: string, load: NodeJS.Require): NodeJS.Module {
  const stub = new Module(file);
  stub.filename = file;
  stub.loaded = true;
  stub.exports = new Proxy({}, { get: (_, key) => Reflect.get(load(file), key) });
  return stub;
}
