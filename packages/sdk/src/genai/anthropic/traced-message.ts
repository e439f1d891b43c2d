import { guard, isInsideInference } from "@agent-otel/semconv-genai";
import type { ModelCall } from "@agent-otel/semconv-genai";
import { context } from "@opentelemetry/api";
import { fields, property, text } from "../fields.ts";
import { endAsLeft } from "../left-helpers.ts";
import { observePromise } from "../openai/api-promise.ts";
import type { CreateCall } from "../openai/traced-create.ts";
import { contextInside } from "./adopted-span.ts";
import { endpointOf } from "./endpoint.ts";
import { messagesApi, startMessage } from "./messages-api.ts";
import { NativeMessage } from "./native-message.ts";
import { hasNativeSpans, messageOfSpan, sendingContext, withNativeSpan } from "./native-tracer.ts";
import { toolUseNote } from "./tool-runner.ts";

/**
 * Runs `create` inside a span and observes the promise it returns, without awaiting it. A call whose span a helper of
 * the client began goes on with that one; inside a call that a framework records, it only runs.
 */
export function tracedMessage({ self, args, original }: CreateCall): unknown {
  const begun = guard(() => messageOfSpan(args[1]));
  const inside = begun === undefined && isInsideInference(context.active());
  if (inside) return withNativeSpan("none", () => original(args));
  const call = begun ?? guard(() => begin(self, args));
  if (call === undefined) return original(args);
  const native = call instanceof NativeMessage ? call : undefined;
  guard(() => {
    const signal = property(args[1], "signal");
    if (native === undefined) endAsLeft(call, signal);
    else native.endAsLeft(signal);
  });
  let promise: unknown;
  try {
    const sending = guard(() => sendingContext(call, self)) ?? call.context;
    promise = withNativeSpan(native, () => context.with(sending, () => original(args)));
  } catch (error) {
    call.end(error ?? null);
    throw error;
  }
  guard(() => {
    observePromise(promise, call, messagesApi(guard(() => toolUseNote(args[0])) ?? NO_TOOLS));
    native?.follow(promise);
  });
  return promise;
}

const NO_TOOLS = (): undefined => undefined;

function begin(self: unknown, args: unknown[]): ModelCall {
  const call = context.with(contextInside(context.active()), () => start(self, args));
  return hasNativeSpans(self) ? new NativeMessage(call) : call;
}

function start(self: unknown, [params, options]: unknown[]): ModelCall {
  const conversation = fields(fields(options)["openTelemetry"])["conversationId"];
  return startMessage(fields(params), endpointOf(self), text(conversation));
}
