import { guard, isInsideInference } from "@agent-otel/semconv-genai";
import type { ModelCall } from "@agent-otel/semconv-genai";
import { context } from "@opentelemetry/api";
import { fields, property, readable } from "../fields.ts";
import type { Fields } from "../fields.ts";
import { endAsLeft } from "../left-helpers.ts";
import type { Endpoint, OpenAiApi } from "./api.ts";
import { observePromise } from "./api-promise.ts";
import { endpointOf } from "./endpoint.ts";

/** One call of a resource's `create` method. */
export interface CreateCall {
  readonly self: unknown;
  readonly args: unknown[];
  readonly original: (args: unknown[]) => unknown;
}

/**
 * Runs `create` inside a span and observes the promise it returns, without awaiting it: the client parses the body
 * only when the application asks for it, and does so once. Inside a call that a framework records, it only runs.
 */
export function tracedCreate(api: OpenAiApi, { self, args, original }: CreateCall): unknown {
  const active = context.active();
  if (isInsideInference(active, api.kind)) return original(args);
  const call = guard(() => begin(api, fields(args[0]), endpointOf(self)));
  // A call that is recorded has a context of its own.
  if (call === undefined || call.context === active) return original(args);
  guard(() => endAsLeft(call, property(args[1], "signal")));
  let promise: unknown;
  try {
    promise = context.with(call.context, () => original(args));
  } catch (error) {
    call.end(error ?? null);
    throw error;
  }
  guard(() => observePromise(promise, call, api));
  return promise;
}

/** Nothing has begun when the parameters cannot be read: the second time only what can be is. */
function begin(api: OpenAiApi, params: Fields, endpoint: Endpoint): ModelCall {
  try {
    return api.start(params, endpoint);
  } catch {
    return api.start(readable(params), endpoint);
  }
}
