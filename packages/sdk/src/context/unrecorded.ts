import {
  type Context,
  type SpanContext,
  TraceFlags,
  createContextKey,
  trace,
} from "@opentelemetry/api";

import { isTracingSuppressed, withoutTracing } from "../instrument/suppression.ts";
import { randomInt32 } from "../trace/id.ts";

const HANDED_ON = createContextKey("agent-otel: what leaves where nothing is recorded");

/**
 * The context of a request that is not to be recorded. Nothing that starts from it is recorded in this process, and what
 * it calls is told so: the trace goes on as one that is not sampled, or those who are called would begin one each.
 *
 * @param extracted What came with the request.
 */
export function unrecordedFrom(extracted: Context): Context {
  const parent = trace.getSpanContext(extracted) ?? newSpanContext();
  const unsampled = { ...parent, traceFlags: parent.traceFlags & ~TraceFlags.SAMPLED };
  const handedOn = trace.setSpanContext(extracted, unsampled);
  return withoutTracing(trace.deleteSpan(extracted)).setValue(HANDED_ON, handedOn);
}

/** What may leave the process from `context`; undefined: nothing, since it is the telemetry's own. */
export function handedOnFrom(context: Context): Context | undefined {
  if (!isTracingSuppressed(context)) return context;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only this file has the key
  return context.getValue(HANDED_ON) as Context | undefined;
}

function newSpanContext(): SpanContext {
  return { traceId: hex(4), spanId: hex(2), traceFlags: TraceFlags.NONE };
}

/** Never all zeros, which is no id. */
function hex(words: number): string {
  const parts = Array.from({ length: words }, () => randomInt32());
  const valid = parts.some((part) => part !== 0) ? parts : [...parts.slice(1), 1];
  return valid.map((part) => (part >>> 0).toString(16).padStart(8, "0")).join("");
}
