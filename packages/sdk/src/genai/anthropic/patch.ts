import type { ModulePatch } from "../../instrument/libraries/module-patch.ts";
import { requireOwn } from "../../own-module.ts";

/**
 * Records messages of the `@anthropic-ai/sdk` client, of its `beta` namespace too. The files that define the classes are
 * patched: the clients for Bedrock, Vertex and Foundry load these and not the package's main entry. Helpers (`stream`,
 * `parse`, the tool runner) go through `create`; token counts and batches are no inference and are left alone.
 * What does it is loaded with the client.
 *
 * From 0.134 on the client makes spans of its own. Those of messages, of its tool runner and of the tools that it runs
 * become ours; all others, such as those of sessions and files, stay as they are.
 */
export const anthropicPatch: ModulePatch = {
  package: "@anthropic-ai/sdk",
  versions: [">=0.27.0 <2.0.0"],
  files: [
    // Where 0.27 to 0.32 define the class; a list of re-exports since.
    "resources/messages",
    "resources/messages/messages",
    "resources/beta/messages/messages",
    "resources/beta/prompt-caching/messages",
  ].flatMap((file) => [`${file}.js`, `${file}.mjs`]),
  patch(exports) {
    const work: typeof import("./patch-messages.ts") = requireOwn(
      import.meta.url,
      "./patch-messages",
    );
    work.patchMessages(exports);
    return exports;
  },
};
