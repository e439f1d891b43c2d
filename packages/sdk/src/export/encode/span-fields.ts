import type { TraceState } from "@opentelemetry/api";

/** The low byte is the W3C flags; OTLP adds whether it is known, and true, that the parent is of another process. */
export function contextFlags(traceFlags: number, isRemote: boolean): number {
  return (traceFlags & 0xff) | HAS_IS_REMOTE | (isRemote ? IS_REMOTE : 0);
}

const HAS_IS_REMOTE = 0x1_00;
const IS_REMOTE = 0x2_00;

/** The trace state as in its header; empty when there is none. Any object may pose as one, and throw. */
export function traceStateText(state: TraceState | undefined): string {
  if (state === undefined) return "";
  try {
    const text: unknown = state.serialize();
    return typeof text === "string" ? text : "";
  } catch {
    // Foreign code: the span is worth more than its trace state.
    return "";
  }
}
