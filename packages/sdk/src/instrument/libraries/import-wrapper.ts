import module, {
  type LoadFnOutput,
  type LoadHookContext,
  type ResolveFnOutput,
  type ResolveHookContext,
  createRequire,
} from "node:module";
import { pathToFileURL } from "node:url";

/** The part of `import-in-the-middle` that gives a module a wrapper, whose exports can be replaced. */
export interface ImportWrapper {
  /** In place of Node's resolution, for everything from now on: wrappers have URLs of their own. */
  resolveSync(
    specifier: string,
    context: ResolveHookContext,
    next: (specifier: string, context?: Partial<ResolveHookContext>) => ResolveFnOutput,
  ): ResolveFnOutput;
}

/**
 * Loads `import-in-the-middle`, with the parsers that it needs (11 ms), and lets it load the wrappers. Its own
 * `register()` would do so at once, and too late for a resolution that is under way.
 *
 * @param include What is wrapped: specifiers, and patterns of URLs.
 * @throws {Error} When it cannot be loaded.
 */
export function loadImportWrapper(include: readonly (RegExp | string)[]): ImportWrapper {
  const require = createRequire(import.meta.url);
  const { createHook }: CreateHookModule = require("import-in-the-middle/create-hook.mjs");
  const entry = require.resolve("import-in-the-middle/register-hooks.mjs");
  const hook = createHook({ url: pathToFileURL(entry).href });
  hook.applyOptions({ include });
  module.registerHooks({
    load: (url, context, nextLoad) => hook.loadSync(url, context, nextLoad),
  });
  return hook;
}

/** It comes without types. */
interface CreateHookModule {
  readonly createHook: (meta: { readonly url: string }) => ImportWrapper & {
    applyOptions(options: { readonly include: readonly (RegExp | string)[] }): void;
    loadSync(
      url: string,
      context: LoadHookContext,
      next: (url: string, context?: Partial<LoadHookContext>) => LoadFnOutput,
    ): LoadFnOutput;
  };
}
