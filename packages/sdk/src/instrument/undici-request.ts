import { type Context, type TextMapSetter, propagation } from "@opentelemetry/api";

/** The part of undici's request that is used here; the same from undici 5 to 8. */
export interface UndiciRequest {
  readonly origin: string | URL;
  readonly method: string;
  readonly path: string;
  /** Names and values in turn; one text in undici 5. */
  readonly headers: readonly unknown[] | string;
  /** Missing in a few old releases. */
  addHeader?(name: string, value: string): unknown;
}

/**
 * Adds the propagation headers for `context`. What the application has set itself stays and is not doubled; a request
 * with a `traceparent` of its own belongs to another trace and gets nothing of ours.
 */
export function injectContext(context: Context, request: UndiciRequest): void {
  if (!hasHeader(request, "traceparent")) propagation.inject(context, request, SETTER);
}

const SETTER: TextMapSetter<UndiciRequest> = {
  set(request, name, value) {
    if (!hasHeader(request, name.toLowerCase())) request.addHeader?.(name, value);
  },
};

function hasHeader({ headers }: UndiciRequest, name: string): boolean {
  if (typeof headers === "string") {
    const text = headers.toLowerCase();
    return text.startsWith(`${name}:`) || text.includes(`\n${name}:`);
  }
  for (let index = 0; index < headers.length; index += 2) {
    const key = headers[index];
    if (typeof key === "string" && key.length === name.length && key.toLowerCase() === name) {
      return true;
    }
  }
  return false;
}
