import assert from "node:assert/strict";
import { inference } from "@agent-otel/semconv-genai";
import type { InferenceRequest, ModelCall } from "@agent-otel/semconv-genai";

/** Where the provider is. */
export const server = { address: "127.0.0.1", port: 8080 };
/** A streamed call. */
export const request: InferenceRequest = { provider: "openai", model: "m", server, stream: true };
/** What the provider tells of an answer. */
export const usage = {
  inputTokens: 120,
  outputTokens: 20,
  cacheReadInputTokens: 80,
  reasoningOutputTokens: 8,
};

/** A streamed answer. */
export function streamed(
  { usage: told }: Parameters<ModelCall["response"]>[0],
  how: Partial<InferenceRequest> & { readonly silent?: boolean } = {},
): void {
  inference({ ...request, ...how }, (call) => {
    if (how.silent !== true) call.chunk();
    call.response({ finishReasons: ["stop"], usage: told });
  });
}

/** A call that fails. */
export function failed(error: Error): void {
  assert.throws(() =>
    inference(request, () => {
      throw error;
    }),
  );
}
