import type { ModulePatch } from "../../instrument/libraries/module-patch.ts";
import { wrapMethod } from "../wrap-method.ts";
import type { OpenAiApi } from "./api.ts";
import { chatApi } from "./chat.ts";
import { embeddingsApi } from "./embeddings.ts";
import { responsesApi } from "./responses.ts";
import { tracedChatTools, tracedResponsesTool } from "./tool-runner.ts";
import { tracedCreate } from "./traced-create.ts";

/**
 * Records chat completions, responses and embeddings of the `openai` client, and the tools that its runners call. What is
 * patched are the classes behind every way into the package: helpers, `AzureOpenAI`, `parse`, `stream`, `runTools`.
 */
export const openaiPatches: readonly ModulePatch[] = [
  inFile("client", (exports) => {
    const client = property(exports, "OpenAI") ?? property(exports, "default");
    patchCreate(property(property(client, "Chat"), "Completions"), chatApi);
    patchCreate(property(client, "Responses"), responsesApi);
    patchCreate(property(property(client, "Beta"), "Responses"), responsesApi);
    patchCreate(property(client, "Embeddings"), embeddingsApi);
  }),
  inFile("lib/AbstractChatCompletionRunner", (exports) => {
    const runner = property(exports, "AbstractChatCompletionRunner");
    wrapMethod(property(runner, "prototype"), "_runTools", tracedChatTools);
  }),
  inFile("helpers/responses-tool-runner", (exports) => {
    const runner = property(exports, "ResponsesToolRunner");
    wrapMethod(property(runner, "prototype"), "dispatchTool", tracedResponsesTool);
  }),
];

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

function patchCreate(resource: unknown, api: OpenAiApi): void {
  wrapMethod(property(resource, "prototype"), "create", (self, args, original) =>
    tracedCreate(api, { self, args, original }),
  );
}

function property(value: unknown, name: string): unknown {
  const readable = (typeof value === "object" && value !== null) || typeof value === "function";
  return readable ? Reflect.get(value, name) : undefined;
}
