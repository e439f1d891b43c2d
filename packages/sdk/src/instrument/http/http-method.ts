/** The value of `http.request.method` for a method that is not a known one. */
export const OTHER_METHOD = "_OTHER";

/**
 * The value of `http.request.method`: the method itself when it is one of `known`, else `_OTHER`, so that a client
 * cannot invent metric series. Methods are case-sensitive (RFC 9110): `get` is not `GET`.
 */
export function methodAttribute(method: string, known: ReadonlySet<string>): string {
  return known.has(method) ? method : OTHER_METHOD;
}

/** The method's part of a span name: `HTTP` when the method is not a known one. */
export function methodInName(methodValue: string): string {
  return methodValue === OTHER_METHOD ? "HTTP" : methodValue;
}
