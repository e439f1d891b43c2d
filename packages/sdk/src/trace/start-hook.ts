import type { Attributes, AttributeValue, Context } from "@opentelemetry/api";
import { reportOnce } from "./report-once.ts";

/** A span that has just been started. */
export interface StartedSpan {
  readonly attributes: Attributes;
  setAttribute(key: string, value: AttributeValue): unknown;
}

/** Sees every recorded span of this process when it starts, before the users' processors do. Must be quick. */
export type StartHook = (span: StartedSpan, context: Context) => void;

/**
 * Has the spans of every pipeline of this process seen. There is one hook: what sets it is loaded by applications that
 * need it, and until then a span costs one comparison.
 */
export function setStartHook(started: StartHook): void {
  hook = started;
}

/** Tells of a span. Never throws. */
export function runStartHook(span: StartedSpan, context: Context): void {
  if (hook === undefined) return;
  try {
    hook(span, context);
  } catch (error) {
    reportOnce(hook, "The start hook failed.", error);
  }
}

let hook: StartHook | undefined;
