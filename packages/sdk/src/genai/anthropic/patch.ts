import type { ModulePatch } from "../../instrument/libraries/module-patch.ts";
import { wrapMethod } from "../wrap-method.ts";
import { adoptNativeSpans, helperBegins } from "./native-tracer.ts";
import { observeTools } from "./tool-runner.ts";
import { tracedMessage } from "./traced-message.ts";

/**
 * Records messages of the `@anthropic-ai/sdk` client, of its `beta` namespace too. The files that define the classes are
 * patched: the clients for Bedrock, Vertex and Foundry load these and not the package's main entry. Helpers (`stream`,
 * `parse`, the tool runner) go through `create`; token counts and batches are no inference and are left alone.
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
    const prototype = property(property(exports, "Messages"), "prototype");
    if (prototype === undefined) return exports;
    adoptNativeSpans();
    wrapMethod(prototype, "create", (self, args, original) =>
      tracedMessage({ self, args, original }),
    );
    wrapMethod(prototype, "stream", (self, args, original) =>
      helperBegins(self, args, () => original(args)),
    );
    wrapMethod(prototype, "toolRunner", (self, args, original) =>
      original(observeTools(self, args)),
    );
    return exports;
  },
};

function property(value: unknown, name: string): unknown {
  const readable = (typeof value === "object" && value !== null) || typeof value === "function";
  return readable ? Reflect.get(value, name) : undefined;
}
