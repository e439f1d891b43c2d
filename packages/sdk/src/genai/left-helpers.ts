import { guard } from "@agent-otel/semconv-genai";
import type { ModelCall } from "@agent-otel/semconv-genai";
import { isFields, property } from "./fields.ts";
import { ATTR_INCOMPLETE } from "./incomplete.ts";
import { wrapMethod } from "./wrap-method.ts";

/**
 * Notes when the reader of a client's stream helper leaves it early, as `break` does: the helper then aborts its request,
 * which nobody else can tell from an abort that the application asked for.
 */
export function noteWhenLeft(helper: unknown): void {
  if (!isFields(helper)) return;
  wrapMethod(Object.getPrototypeOf(helper), Symbol.asyncIterator, (self, args, original) => {
    const events = original(args);
    guard(() => watchReturn(events, self));
    return events;
  });
}

/** Ends a call, of a request with this signal, without an error when the reader of its helper has left. */
export function endAsLeft(call: ModelCall, signal: unknown): void {
  if (!(signal instanceof AbortSignal)) return;
  const end = call.end.bind(call);
  call.end = (...error: [] | [unknown]) => {
    if (error[0] === undefined || !left.has(signal)) return end(...error);
    call.response({ attributes: { [ATTR_INCOMPLETE]: "left" } });
    return end();
  };
}

const left = new WeakSet<AbortSignal>();

function watchReturn(events: unknown, helper: unknown): void {
  const close: unknown = property(events, "return");
  if (!isFields(events) || typeof close !== "function") return;
  const value = (...args: unknown[]): unknown => {
    const signal = property(property(helper, "controller"), "signal");
    if (signal instanceof AbortSignal && !signal.aborted) left.add(signal);
    return Reflect.apply(close, events, args);
  };
  Reflect.defineProperty(events, "return", { value, configurable: true, writable: true });
}
