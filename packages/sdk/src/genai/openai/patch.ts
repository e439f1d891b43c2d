import type { ModulePatch } from "../../instrument/libraries/module-patch.ts";
import { requireOwn } from "../../own-module.ts";

/**
 * Records chat completions, responses and embeddings of the `openai` client, and the tools that its runners call. What is
 * patched are the classes behind every way into the package: helpers, `AzureOpenAI`, `parse`, `stream`, `runTools`. What
 * does it is loaded with the client.
 */
export const openaiPatches: readonly ModulePatch[] = [
  inFile("client", (exports) => loadClasses().patchClient(exports)),
  inFile("lib/AbstractChatCompletionRunner", (exports) => loadClasses().patchChatRunner(exports)),
  inFile("helpers/responses-tool-runner", (exports) => loadClasses().patchResponsesRunner(exports)),
];

function loadClasses(): typeof import("./patch-classes.ts") {
  return requireOwn(import.meta.url, "./patch-classes");
}

/** Both copies of a file: for `require` and for `import`. */
function inFile(name: string, patch: (exports: unknown) => void): ModulePatch {
  return {
    package: "openai",
    versions: [">=5.0.0 <8.0.0"],
    files: [`${name}.js`, `${name}.mjs`],
    patch(exports) {
      patch(exports);
      return exports;
    },
  };
}
