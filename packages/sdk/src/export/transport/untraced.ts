import { context, createContextKey, ROOT_CONTEXT } from "@opentelemetry/api";

// The key of `@opentelemetry/core`: keys with one description are one symbol, so its 88 modules need not be loaded.
const SUPPRESS_TRACING = createContextKey("OpenTelemetry SDK Context Key SUPPRESS_TRACING");

const suppressed = ROOT_CONTEXT.setValue(SUPPRESS_TRACING, true);

/**
 * Runs `work`, and all that it begins, outside of every trace: our own requests make no spans, and no request of the
 * application lives on in the context of a socket or timer of ours.
 */
export function untraced<T>(work: () => T): T {
  return context.with(suppressed, work);
}
