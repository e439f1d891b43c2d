import { type Context, createContextKey } from "@opentelemetry/api";

/**
 * The key under which `@opentelemetry/core` marks a context as not to be traced (exporters mark their own requests).
 * Keys with one description are one symbol, so core itself, 88 modules, need not be loaded for it.
 */
const SUPPRESS_TRACING = createContextKey("OpenTelemetry SDK Context Key SUPPRESS_TRACING");

/** True inside `suppressTracing(...)` of `@opentelemetry/core`. */
export function isTracingSuppressed(context: Context): boolean {
  return context.getValue(SUPPRESS_TRACING) === true;
}

/** A context in which nothing is traced. */
export function withoutTracing(context: Context): Context {
  return context.setValue(SUPPRESS_TRACING, true);
}
