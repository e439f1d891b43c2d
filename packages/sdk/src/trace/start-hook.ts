import type { Attributes, AttributeValue, Context } from "@opentelemetry/api";
import { reportOnce } from "./report-once.ts";

/** A span that has just been started. */
export interface StartedSpan {
  readonly attributes: Attributes;
  setAttribute(key: string, value: AttributeValue): unknown;
}

/** Sees every recorded span of this process when it starts, before the users' processors do. Must be quick. */
type StartHook = (span: StartedSpan, context: Context) => void;

/**
 * The one hook of the process. What sets it is loaded by applications that need it, without the pipeline, so the two
 * find each other by a symbol; until then a span costs one comparison.
 */
export interface StartHookHolder {
  hook?: StartHook | undefined;
}

/** Where the holder is, in `globalThis`. */
const START_HOOK: symbol = Symbol.for("@agent-otel/sdk start hook");

/** Tells of a span. Never throws. */
export function runStartHook(span: StartedSpan, context: Context): void {
  const { hook } = holder;
  if (hook === undefined) return;
  try {
    hook(span, context);
  } catch (error) {
    reportOnce(hook, "The start hook failed.", error);
  }
}

const holder: StartHookHolder = findHolder() ?? makeHolder();

function findHolder(): StartHookHolder | undefined {
  return Reflect.get(globalThis, START_HOOK);
}

function makeHolder(): StartHookHolder {
  const made: StartHookHolder = {};
  Reflect.set(globalThis, START_HOOK, made);
  return made;
}
