import module, { type ResolveFnOutput, type ResolveHookContext, createRequire } from "node:module";
import { fileURLToPath } from "node:url";

import { diag } from "@opentelemetry/api";

import { guarded } from "../guard.ts";
import { type ImportWrapper, loadImportWrapper } from "./import-wrapper.ts";
import type { LoadedPackages } from "../coverage/loaded-packages.ts";
import type { ModulePatch } from "./module-patch.ts";
import type { OfficialLoader } from "./official.ts";
import { packageFileOf } from "./package-path.ts";
import type { Patcher } from "./patcher.ts";
import { isVersionIn } from "./version-range.ts";

const SCOPE = "@agent-otel/sdk/instrument";

/** Where Node's synchronous hooks take what a CommonJS module in the graph of `import` needs (nodejs/node#59929). */
const SYNC_HOOKS: readonly string[] = [
  ">=22.22.3 <23.0.0",
  ">=24.11.1 <25.0.0",
  ">=25.1.0 <26.0.0",
  ">=26.0.0",
];

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
 * replaceable. On a Node.js whose synchronous hooks are complete it is loaded with the first of them; older releases
 * get the hooks of `module.register` at once, which later ones deprecate with a warning.
 */
export function installImportHook(parts: ImportHookParts): void {
  const { patches, names, patcher, loaded, official } = parts;
  const include = [...names, ...patches.flatMap((patch) => patternsOf(patch))];
  const wrap = isVersionIn(process.versions.node, SYNC_HOOKS)
    ? createLazyWrap(include, patcher)
    : wrapInThread(include, patcher);
  if (wrap === undefined) return;
  const see = guarded(SCOPE, (specifier: string, url: string, context: ResolveHookContext) => {
    loaded.note(specifier, url, context.parentURL);
    // `require` comes here too, and has a hook of its own.
    if (official.wants(specifier) && !isRequire(context)) official.load(specifier);
  });
  module.registerHooks({
    resolve(specifier, context, nextResolve) {
      const resolved = wrap(specifier, context, nextResolve);
      // Before the module is loaded: its instrumentation is there in time.
      see(specifier, resolved.url, context);
      return resolved;
    },
  });
}

/** Resolves a module, to one that wraps it where its exports are to be replaceable. */
type Wrap = (
  specifier: string,
  context: ResolveHookContext,
  next: (specifier: string, context?: Partial<ResolveHookContext>) => ResolveFnOutput,
) => ResolveFnOutput;

function createLazyWrap(include: readonly (RegExp | string)[], patcher: Patcher): Wrap {
  let wrapper: ImportWrapper | undefined;
  let tried = false;
  const current = (): ImportWrapper | undefined => wrapper;
  const isIncluded = createMatcher(include);
  const load = guarded(SCOPE, () => {
    tried = true;
    wrapper = loadImportWrapper(include);
    observeNamespaces(patcher);
  });
  return (specifier, context, next) => {
    if (wrapper !== undefined) return wrapper.resolveSync(specifier, context, next);
    const resolved = next(specifier, context);
    if (tried || isRequire(context) || !isIncluded(specifier, resolved.url)) return resolved;
    load();
    return current()?.resolveSync(specifier, context, () => resolved) ?? resolved;
  };
}

/** Undefined where it does not work either. */
function wrapInThread(include: readonly (RegExp | string)[], patcher: Patcher): Wrap | undefined {
  if (isEvaluating(process.execArgv)) return undefined;
  try {
    module.register("import-in-the-middle/hook.mjs", import.meta.url, { data: { include } });
  } catch (error) {
    diag.warn(
      `${SCOPE}: this Node.js (${process.version}) cannot hook ES modules from here; libraries loaded with import are not instrumented. Start with --import instead of --require, or use a newer Node.js.`,
      error,
    );
    return undefined;
  }
  observeNamespaces(patcher);
  return (specifier, context, next) => next(specifier, context);
}

/**
 * True for `node -e …` and `-p …`, where with `--require` (often through NODE_OPTIONS, for every child process) Node
 * fails at start as soon as anybody has a load hook: "ENOENT: no such file or directory, open 'module'".
 */
function isEvaluating(execArgv: readonly string[]): boolean {
  return execArgv.some((flag) => /^(?:-e|-p|-pe|--eval|--print)(?:=|$)/.test(flag));
}

/** The conditions are an array, or a set (22.15). */
function isRequire({ conditions }: { readonly conditions: Iterable<string> }): boolean {
  for (const condition of conditions) if (condition === "require") return true;
  return false;
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

/** As `import-in-the-middle` takes its list. Built-in modules stand in it without `node:`. */
function createMatcher(
  include: readonly (RegExp | string)[],
): (specifier: string, url: string) => boolean {
  const names = new Set(include.filter((each) => typeof each === "string"));
  const patterns = include.filter((each) => typeof each !== "string");
  return (specifier, url) =>
    names.has(specifier) ||
    (url.startsWith("node:") && names.has(url.slice("node:".length))) ||
    patterns.some((pattern) => pattern.test(url));
}

function observeNamespaces(patcher: Patcher): void {
  const require = createRequire(import.meta.url);
  const { addHook }: typeof import("import-in-the-middle") = require("import-in-the-middle");
  addHook(
    guarded(SCOPE, (url: string, exports: object, specifier: string | undefined) => {
      applyToNamespace(patcher, url, exports, specifier);
    }),
  );
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
