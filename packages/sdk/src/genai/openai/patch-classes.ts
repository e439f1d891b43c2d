import { guard } from "@agent-otel/semconv-genai";
import { property } from "../fields.ts";
import { noteWhenLeft } from "../left-helpers.ts";
import { wrapMethod } from "../wrap-method.ts";
import type { OpenAiApi } from "./api.ts";
import { chatApi } from "./chat.ts";
import { embeddingsApi } from "./embeddings.ts";
import { responsesApi } from "./responses.ts";
import { tracedChatTools, tracedResponsesTool } from "./tool-runner.ts";
import { tracedCreate } from "./traced-create.ts";

/** Patches the resources of the client's class. */
export function patchClient(exports: unknown): void {
  const client = property(exports, "OpenAI") ?? property(exports, "default");
  patchCreate(property(property(client, "Chat"), "Completions"), chatApi);
  patchCreate(property(client, "Responses"), responsesApi);
  patchCreate(property(property(client, "Beta"), "Responses"), responsesApi);
  patchCreate(property(client, "Embeddings"), embeddingsApi);
  patchHelpers(property(property(client, "Chat"), "Completions"));
  patchHelpers(property(client, "Responses"));
}

/** Patches the runner of chat completions, which calls tools. */
export function patchChatRunner(exports: unknown): void {
  const runner = property(exports, "AbstractChatCompletionRunner");
  wrapMethod(property(runner, "prototype"), "_runTools", tracedChatTools);
}

/** Patches the runner of responses, which calls tools. */
export function patchResponsesRunner(exports: unknown): void {
  const runner = property(exports, "ResponsesToolRunner");
  wrapMethod(property(runner, "prototype"), "dispatchTool", tracedResponsesTool);
}

function patchHelpers(resource: unknown): void {
  for (const name of ["stream", "runTools"]) {
    wrapMethod(property(resource, "prototype"), name, (_self, args, original) => {
      const helper = original(args);
      guard(() => noteWhenLeft(helper));
      return helper;
    });
  }
}

function patchCreate(resource: unknown, api: OpenAiApi): void {
  wrapMethod(property(resource, "prototype"), "create", (self, args, original) =>
    tracedCreate(api, { self, args, original }),
  );
}
