import { demoQuestion } from "./ask-demo-question.ts";

/** The last lines of the start: where everything is, and what to try. */
export function urlLines(
  url: string,
  { tempoPort, endpoint }: { tempoPort: number | undefined; endpoint: string | undefined },
): string[] {
  const body = JSON.stringify({ message: demoQuestion });
  const telemetry =
    tempoPort === undefined
      ? [`Telemetry ${showUrl(endpoint ?? "")} (OTEL_EXPORTER_OTLP_ENDPOINT is set)`]
      : [`Traces    http://127.0.0.1:${tempoPort}/api/search`];
  return [
    "",
    `Backend   ${url}`,
    `Health    ${url}/monitoring/health`,
    `Metrics   ${url}/monitoring/metrics`,
    ...telemetry,
    `Try       curl -s ${url}/v1/chat -H 'content-type: application/json' -d '${body}'`,
    "End       Ctrl-C",
    "",
  ];
}

/** An endpoint for the terminal: without the password that it may carry. */
export function showUrl(endpoint: string): string {
  const url = URL.parse(endpoint);
  if (url === null) return JSON.stringify(endpoint);
  return `${url.protocol}//${url.host}${url.pathname === "/" ? "" : url.pathname}`;
}
