import { registerHooks } from "node:module";

import { guarded } from "../guard.ts";
import type { LoadedPackages } from "./loaded-packages.ts";

/** Notes what the application loads, for the coverage alone: where nothing is instrumented at load nobody else sees it. */
export function noteLoads(loaded: LoadedPackages): void {
  const note = guarded("@agent-otel/sdk/instrument", loaded.note.bind(loaded));
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const resolved = nextResolve(specifier, context);
      note(specifier, resolved.url, context.parentURL);
      return resolved;
    },
  });
}
