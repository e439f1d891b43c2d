import {
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "rolldown";

/**
 * Puts the modules of the SDK into few files for publication: Node.js takes about a third of a millisecond of CPU for
 * each module it loads, and the SDK has hundreds. What every start needs is one file; what is loaded on demand stays a
 * file of its own, beside it. Packages are left out, except the two that are known not to hold any state: core (its
 * propagators) and semantic-conventions (its constants). Names stay as they are, and source maps lead to the published
 * sources, so that users can debug it.
 */
export async function bundleSdk(outdir: string): Promise<void> {
  const { output } = await build({
    write: false,
    cwd: PACKAGE,
    input: { ...publicEntries(), ...ownModules() },
    platform: "node",
    external: (id) => /^(?!node:)[^./#\0]/.test(id) && !INLINED.has(id),
    plugins: [knownVersion, besideEachOther, builtinsWithoutFacade()],
    output: {
      // For the paths in source maps.
      dir: outdir,
      format: "esm",
      entryFileNames: "[name].js",
      chunkFileNames: "[name].js",
      sourcemap: true,
      minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
      codeSplitting: {
        groups: [{ name: "start", test: /[\\/]sdk[\\/]src[\\/](?:start|dotenv-file)\.ts$/ }],
      },
    },
  });
  replaceFolder(
    resolve(PACKAGE, outdir),
    new Map(
      output.map((file) => [
        file.fileName,
        file.type === "chunk" ? file.code : withPublishedSources(file.fileName, file.source),
      ]),
    ),
  );
}

/** Our own sources are published beside the bundle; those of packages are not, so the map has their text. */
function withPublishedSources(name: string, content: string | Uint8Array): string | Uint8Array {
  if (!name.endsWith(".map")) return content;
  const map: { sources: string[]; sourcesContent?: (string | null)[] } = JSON.parse(
    Buffer.from(content).toString(),
  );
  return JSON.stringify({
    ...map,
    sources: map.sources.map((source) => source.replace(/^.*\/node_modules\//, "")),
    sourcesContent: map.sources.map((source, index) =>
      isPublished(source) ? null : map.sourcesContent?.[index],
    ),
  });
}

function isPublished(source: string): boolean {
  return source.includes("/src/") && !source.includes("/node_modules/");
}

/** Touches only what differs: somebody else may be packing the same build. */
function replaceFolder(folder: string, files: ReadonlyMap<string, string | Uint8Array>): void {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) if (!files.has(name)) rmSync(join(folder, name));
  for (const [name, content] of files) {
    const path = join(folder, name);
    const bytes = Buffer.from(content);
    if (!existsSync(path) || !readFileSync(path).equals(bytes)) writeFileSync(path, bytes);
  }
}

const PACKAGE = fileURLToPath(new URL("../../packages/sdk/", import.meta.url));
const SOURCES = join(PACKAGE, "src");
const INLINED = new Set(["@opentelemetry/core", "@opentelemetry/semantic-conventions"]);

/** The modules that package.json exports, by the names that its publishConfig gives them. */
function publicEntries(): Record<string, string> {
  const manifest: {
    exports: Record<string, { default: string } | string>;
    publishConfig: { exports: Record<string, { default: string } | string> };
  } = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8"));
  const entries: Record<string, string> = {};
  for (const [name, target] of Object.entries(manifest.exports)) {
    const published = manifest.publishConfig.exports[name];
    if (typeof target === "string" || published === undefined || typeof published === "string")
      continue;
    const source = target.default.replace("./dist/", "src/").replace(/\.js$/, ".ts");
    entries[basename(published.default, ".js")] = source;
  }
  return entries;
}

/** A call of own-module.ts, which names the file that is to stay one. */
const OWN_MODULE = /\b(requireOwn|ownModuleUrl)\(\s*import\.meta\.url,\s*"(\.[^"]*)",?\s*\)/g;

/** The modules that are loaded on demand. */
function ownModules(): Record<string, string> {
  const entries: Record<string, string> = {};
  for (const file of globSync("**/*.ts", { cwd: SOURCES })) {
    if (file.includes(".test.")) continue;
    const path = join(SOURCES, file);
    for (const [, , target = ""] of readFileSync(path, "utf8").matchAll(OWN_MODULE)) {
      const source = join(dirname(path), target);
      entries[flatName(source)] = `${source}.ts`;
    }
  }
  return entries;
}

function flatName(source: string): string {
  return relative(SOURCES, source).replaceAll(/[\\/]/g, "-");
}

/** In the bundle all files lie in one folder: calls of own-module.ts name them there. */
const besideEachOther: Plugin = {
  name: "beside-each-other",
  load(id) {
    if (!id.startsWith(SOURCES) || !id.endsWith(".ts")) return undefined;
    const source = readFileSync(id, "utf8");
    const code = source.replace(OWN_MODULE, (call: string, name: string, target: string) => {
      const file = flatName(join(dirname(id), target));
      // As many lines as before, for the source map.
      return `${name}(import.meta.url, "./${file}"${"\n".repeat(call.split("\n").length - 1)})`;
    });
    return { code, moduleType: "ts" };
  },
};

/** In place of reading the manifest at each start. */
const knownVersion: Plugin = {
  name: "known-version",
  load(id) {
    if (id !== join(SOURCES, "own-version.ts")) return undefined;
    const { version }: { version: string } = JSON.parse(
      readFileSync(join(PACKAGE, "package.json"), "utf8"),
    );
    return `export function ownVersion() { return ${JSON.stringify(version)}; }`;
  },
};

/**
 * Takes modules of Node.js from `process.getBuiltinModule`: an `import` of them reads every export, and so loads what
 * Node itself loads on demand (streams for `node:fs`, Web Crypto for `node:crypto`), which takes longer than the SDK.
 */
function builtinsWithoutFacade(): Plugin {
  const names = importedFromBuiltins();
  return {
    name: "builtins-without-facade",
    resolveId(id, _importer, { kind }) {
      if (!id.startsWith("node:")) return undefined;
      return kind === "import-statement" ? BUILTIN + id : { id, external: true };
    },
    load(id) {
      if (!id.startsWith(BUILTIN)) return undefined;
      const module = id.slice(BUILTIN.length);
      const code = [
        `const builtin = process.getBuiltinModule(${JSON.stringify(module)});`,
        "export default builtin;",
        `export const { ${[...(names.get(module) ?? [])].join(", ")} } = builtin;`,
      ].join("\n");
      return { code, moduleSideEffects: false };
    },
  };
}

const BUILTIN = "\0builtin:";

/** The names that the sources import from each module of Node.js. */
function importedFromBuiltins(): ReadonlyMap<string, ReadonlySet<string>> {
  const names = new Map<string, Set<string>>();
  const sources = globSync("**/*.ts", { cwd: SOURCES }).filter((file) => !file.includes(".test."));
  for (const file of sources) {
    const text = readFileSync(join(SOURCES, file), "utf8");
    for (const [, list = "", module = ""] of text.matchAll(BUILTIN_IMPORT)) {
      const known = names.get(module) ?? new Set();
      names.set(module, known);
      for (const item of list.split(",").map((name) => name.trim())) {
        const [name = ""] = item.split(" as ");
        if (name !== "" && !name.startsWith("type ")) known.add(name);
      }
    }
  }
  return names;
}

const BUILTIN_IMPORT = /^import (?:\w+, )?\{([^}]*)\} from "(node:[^"]+)";/gm;

if (import.meta.main) await bundleSdk("dist/bundle");
