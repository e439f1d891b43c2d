import type {
  Attributes,
  ReceivedMetric,
  ReceivedSpan,
  Signal,
} from "../../test/support/otlp-model.ts";
import type { OtlpReceiver } from "../../test/support/otlp-receiver.ts";
import type { Observation } from "./case.ts";

/**
 * What arrived: how much, how long, of which kind; of signals that did not arrive nothing.
 * How many there are is only told of `countable` signals: those of which chance has no part in it.
 */
export function describeItems(
  receiver: OtlpReceiver,
  countable: Readonly<Record<"logs" | "spans", boolean>>,
): Observation {
  const { spans, metrics, logs } = receiver;
  return {
    ...(spans.length > 0 && {
      ...(countable.spans && {
        "spans in all": String(spans.filter(isOfApplication).length),
        "spans per request": `at most ${largest(receiver, "traces")}`,
      }),
      ...describeSpan(spans.find(({ name }) => name === "request")),
      ...describeHttp(spans),
    }),
    ...(metrics.length > 0 && describeMetrics(metrics)),
    ...(logs.length > 0 && {
      ...(countable.logs && { "log records in all": String(logs.length) }),
      "log records per request": `at most ${largest(receiver, "logs")}`,
      "log record attributes": count(logs[0]?.attributes),
      "longest text of a log record": lengthOf(logs[0]?.attributes),
    }),
  };
}

function largest(receiver: OtlpReceiver, signal: Signal): number {
  const sizes = receiver
    .requestsOf(signal)
    .map(({ telemetry: { spans, logs } }) => spans.filter(isOfApplication).length + logs.length);
  return Math.max(0, ...sizes);
}

/** True for what the application makes itself. */
function isOfApplication({ scope }: ReceivedSpan): boolean {
  return scope === "application";
}

function describeSpan(span: ReceivedSpan | undefined): Observation {
  if (span === undefined) return {};
  const { attributes, events, links } = span;
  return {
    "span attributes": count(attributes),
    "span events": String(events.length),
    "span links": String(links.length),
    "event attributes": largestOf(events),
    "link attributes": largestOf(links),
    "longest text of a span": lengthOf(attributes),
  };
}

function describeMetrics(metrics: readonly ReceivedMetric[]): Observation {
  const counter = metrics.find(({ name }) => name === "application.requests");
  const histogram = metrics.find(({ name }) => name === "application.duration");
  return {
    "a counter counts": counter?.temporality ?? "absent",
    "a histogram is": histogram?.kind ?? "absent",
    "own metrics": metrics.some(({ name }) => name.startsWith("otel.sdk.")) ? "sent" : "none",
  };
}

function describeHttp(spans: readonly ReceivedSpan[]): Observation {
  const http = spans.filter(({ attributes }) => "http.request.method" in attributes);
  const names = http.map(({ name, kind }) => `${name} (${kind === SERVER ? "server" : "client"})`);
  const headers = http.flatMap(({ attributes }) =>
    Object.keys(attributes).filter((key) => key.includes(".header.")),
  );
  return {
    "HTTP spans": names.toSorted().join(", ") || "none",
    "HTTP headers recorded": headers.toSorted().join(", ") || "none",
  };
}

const SERVER = 2;

function largestOf(items: readonly { readonly attributes: Attributes }[]): string {
  return String(Math.max(0, ...items.map(({ attributes }) => Object.keys(attributes).length)));
}

function count(attributes: Attributes | undefined): string {
  return String(Object.keys(attributes ?? {}).length);
}

function lengthOf(attributes: Attributes | undefined): string {
  const text = attributes?.["text"];
  return String(typeof text === "string" ? text.length : 0);
}
