/**
 * Tells whoever keeps contents out of telemetry what a call has failed with: the same error may be recorded again by
 * others, and quote the prompt there.
 */
export function tellOfFailure(error: unknown): void {
  const listener: unknown = Reflect.get(globalThis, FAILED_CALLS);
  if (typeof listener !== "object" || listener === null || !("note" in listener)) return;
  if (typeof listener.note === "function") listener.note(error);
}

/** The same in the SDK. */
const FAILED_CALLS: symbol = /* @__PURE__ */ Symbol.for("@agent-otel failed calls");
