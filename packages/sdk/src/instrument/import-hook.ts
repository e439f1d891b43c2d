import module from "node:module";
import { fileURLToPath } from "node:url";

import { diag } from "@opentelemetry/api";
import { addHook } from "import-in-the-middle";
import { register, supportsSyncHooks } from "import-in-the-middle/register-hooks.mjs";

import { guarded } from "./guard.ts";
import type { LoadedPackages } from "./loaded-packages.ts";
import type { ModulePatch } from "./module-patch.ts";
import type { OfficialLoader } from "./official.ts";
import { packageFileOf } from "./package-path.ts";
import type { Patcher } from "./patcher.ts";

const SCOPE = "@agent-otel/sdk/instrument";

interface ImportHookParts {
  readonly patches: readonly ModulePatch[];
  /** What applications import that official instrumentations patch: packages, and some of their files. */
  readonly names: readonly string[];
  readonly patcher: Patcher;
  readonly official: OfficialLoader;
  readonly loaded: LoadedPackages;
}

/**
 * Sees what the application loads with `import`: `import-in-the-middle` makes the exports of exactly these modules
 * replaceable. Where Node's synchronous hooks are complete (22.22.3, 24.11.1, 25.1, 26) they are used; older releases
 * get the hooks of `module.register`, which later ones deprecate with a warning.
 */
export function installImportHook(parts: ImportHookParts): void {
  const { patches, names, patcher, official, loaded } = parts;
  if (isEvaluating(process.execArgv)) return;
  const include = [...names, ...patches.flatMap((patch) => patternsOf(patch))];
  if (!registerHooks(include)) return;
  addHook(
    guarded(SCOPE, (url: string, exports: object, specifier: string | undefined) => {
      applyToNamespace(patcher, url, exports, specifier);
    }),
  );
  const see = guarded(SCOPE, (specifier: string, url: string, context: ResolveContext) => {
    loaded.note(specifier, url, context.parentURL);
    // `require` comes here too, and has a hook of its own. The conditions are an array, or a set (22.15).
    if (official.wants(specifier) && !new Set(context.conditions).has("require")) {
      official.load(specifier);
    }
  });
  // Registered after the hooks above, so it runs around them: the instrumentation is there before the module is loaded.
  module.registerHooks({
    resolve(specifier, context, nextResolve) {
      const resolved = nextResolve(specifier, context);
      see(specifier, resolved.url, context);
      return resolved;
    },
  });
}

interface ResolveContext {
  readonly conditions: Iterable<string>;
  readonly parentURL: string | undefined;
}

/**
 * True for `node -e …` and `-p …`. With `--require` (often through NODE_OPTIONS, for every child process) Node 24 and 26
 * fail there at start as soon as anybody has a load hook: "ENOENT: no such file or directory, open 'module'".
 */
function isEvaluating(execArgv: readonly string[]): boolean {
  return execArgv.some((flag) => /^(?:-e|-p|-pe|--eval|--print)(?:=|$)/.test(flag));
}

/** Resolved URLs, since a package's files import each other by relative paths. */
function patternsOf(patch: ModulePatch): (string | RegExp)[] {
  if (patch.files === undefined) return [patch.package];
  return patch.files.map(
    (file) => new RegExp(`/node_modules/${escape(patch.package)}/${escape(file)}$`),
  );
}

function escape(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
}

function registerHooks(include: (string | RegExp)[]): boolean {
  try {
    if (supportsSyncHooks()) register({ include });
    else module.register("import-in-the-middle/hook.mjs", import.meta.url, { data: { include } });
    return true;
  } catch (error) {
    diag.warn(
      `${SCOPE}: this Node.js (${process.version}) cannot hook ES modules from here; libraries loaded with import are not instrumented. Start with --import instead of --require, or use a newer Node.js.`,
      error,
    );
    return false;
  }
}

function applyToNamespace(
  patcher: Patcher,
  url: string,
  exports: object,
  specifier: string | undefined,
): void {
  const file = url.startsWith("file:") ? packageFileOf(fileURLToPath(url)) : undefined;
  if (file === undefined) return;
  const patched = patcher.apply(file, exports, () => specifier === file.name);
  // The patch changes named exports in place; a new value can only stand for the default one.
  if (patched !== exports && "default" in exports) Reflect.set(exports, "default", patched);
}
