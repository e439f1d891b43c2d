import type { Failure } from "./explain-failure.ts";

/**
 * Explains why spans did not reach Zipkin.
 *
 * @param status The HTTP status of the answer, if there was one.
 */
export function explainZipkinFailure(error: unknown, status: number | undefined): Failure {
  if (status !== undefined && (status < 200 || status > 299)) {
    return { kind: "response", cause: `HTTP status ${status}`, remedy: remedyFor(status) };
  }
  const text = error instanceof Error ? describe(error) : "no reason given";
  const remedy = text.includes("ECONNREFUSED")
    ? "Nothing listens there: start Zipkin, or correct OTEL_EXPORTER_ZIPKIN_ENDPOINT"
    : "Check OTEL_EXPORTER_ZIPKIN_ENDPOINT and Zipkin's log";
  return { kind: "connection", cause: text, remedy };
}

function remedyFor(status: number): string {
  return status < 400 || status === 404 || status === 405
    ? "OTEL_EXPORTER_ZIPKIN_ENDPOINT must be the whole URL, as http://localhost:9411/api/v2/spans"
    : "Look into Zipkin's log";
}

/** One line; an AggregateError, of a name with several addresses, has its text in its parts. */
function describe(error: Error): string {
  const { message } =
    error instanceof AggregateError && error.errors[0] instanceof Error ? error.errors[0] : error;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const text = message.includes(code) ? message : `${message} ${code}`;
  // oxlint-disable-next-line no-control-regex -- a server's text must not steer the terminal
  return text.replaceAll(/[\u0000-\u001F\u007F-\u009F]+/g, " ").slice(0, 200);
}
