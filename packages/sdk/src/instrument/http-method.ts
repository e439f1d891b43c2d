const KNOWN_METHODS: ReadonlySet<string> = new Set([
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "DELETE",
  "CONNECT",
  "OPTIONS",
  "TRACE",
  "PATCH",
  "QUERY",
]);

/** The value of `http.request.method` for a method that the conventions do not know. */
export const OTHER_METHOD = "_OTHER";

/**
 * The value of `http.request.method`: the method itself, or `_OTHER`, so that a client cannot invent metric series.
 * Methods are case-sensitive (RFC 9110): `get` is not `GET`.
 */
export function methodAttribute(method: string): string {
  return KNOWN_METHODS.has(method) ? method : OTHER_METHOD;
}

/** The method's part of a span name: `HTTP` when the method is not a known one. */
export function methodInName(methodValue: string): string {
  return methodValue === OTHER_METHOD ? "HTTP" : methodValue;
}
