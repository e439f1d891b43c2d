// Loaded with --import before a program: hooks the modules of the whole catalogue, and prints at the exit what was
// patched, by the debug lines of upstream's own hooks.
import { writeSync } from "node:fs";
import { createRequire } from "node:module";

import { selectModules } from "./catalogue.ts";
import { installModuleHooks } from "./hooks.ts";
import { createLoadedPackages } from "../coverage/loaded-packages.ts";

const { diag, DiagLogLevel } = createRequire(import.meta.url)("@opentelemetry/api");

const applied = [];
const quiet = () => {};
const debug = (_scope, message, details) => {
  if (message?.startsWith("Applying instrumentation patch") !== true) return;
  applied.push(`${details.fileName ?? details.module}@${details.version}`);
};
diag.setLogger(
  { error: quiet, warn: quiet, info: quiet, debug, verbose: quiet },
  { logLevel: DiagLogLevel.DEBUG },
);
installModuleHooks(
  selectModules(() => true),
  { requested: [], loaded: createLoadedPackages(new Set()) },
);
process.on("exit", () => writeSync(1, JSON.stringify(applied)));
