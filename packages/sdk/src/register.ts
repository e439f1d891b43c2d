// `node --import @agent-otel/sdk/register`: the one module whose import has a side effect. Whatever Node.js it meets must
// understand it, so it imports nothing, and loads the rest only where that can run: at once, not by a promise, or
// `--require` could not load it.
// oxlint-disable-next-line unicorn/require-module-specifiers -- a module, not a script
export {};

/** What old releases of Node.js lack. */
interface Loader {
  readonly registerHooks?: unknown;
  createRequire(from: string): (path: string) => unknown;
}

// oxlint-disable-next-line typescript/unbound-method -- it needs no receiver
const { getBuiltinModule }: { readonly getBuiltinModule?: (name: string) => unknown } = process;
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it is this module
const loader = getBuiltinModule?.("node:module") as Loader | undefined;

if (loader?.registerHooks === undefined) refuse();
else requireOwn(import.meta.url, "./register-start");

/** By this name and with these arguments the bundler finds what is to stay a file of its own. */
function requireOwn(from: string, path: string): void {
  loader?.createRequire(from)(path + (from.endsWith(".ts") ? ".ts" : ".js"));
}

function refuse(): void {
  const { OTEL_SDK_DISABLED: disabled = "", OTEL_LOG_LEVEL: level = "" } = process.env;
  if (disabled.trim().toLowerCase() === "true" || level.trim().toLowerCase() === "none") return;
  process.stderr.write(
    `agent-otel: telemetry is off: this is Node.js ${process.versions.node}, and 22.15 or newer is needed. The program runs on without it.\n`,
  );
}
