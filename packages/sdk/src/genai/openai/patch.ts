import type { ModulePatch } from "../../instrument/libraries/module-patch.ts";
import { wrapMethod } from "../wrap-method.ts";
import type { OpenAiApi } from "./api.ts";
import { chatApi } from "./chat.ts";
import { embeddingsApi } from "./embeddings.ts";
import { responsesApi } from "./responses.ts";
import { tracedCreate } from "./traced-create.ts";

/**
 * Records chat completions, responses and embeddings of the `openai` client. The classes of the main entry are
 * patched, which every other way into the package (helpers, `AzureOpenAI`, `parse`, `stream`) goes through.
 */
export const openaiPatch: ModulePatch = {
  package: "openai",
  versions: [">=5.0.0 <8.0.0"],
  files: ["index.js", "index.mjs"],
  patch(exports) {
    const client = property(exports, "OpenAI") ?? property(exports, "default");
    patchCreate(property(property(client, "Chat"), "Completions"), chatApi);
    patchCreate(property(client, "Responses"), responsesApi);
    patchCreate(property(client, "Embeddings"), embeddingsApi);
    return exports;
  },
};

function patchCreate(resource: unknown, api: OpenAiApi): void {
  wrapMethod(property(resource, "prototype"), "create", (self, args, original) =>
    tracedCreate(api, { self, args, original }),
  );
}

function property(value: unknown, name: string): unknown {
  const readable = (typeof value === "object" && value !== null) || typeof value === "function";
  return readable ? Reflect.get(value, name) : undefined;
}
