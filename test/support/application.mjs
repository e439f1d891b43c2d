// An application that uses the OpenTelemetry API alone, and prints what an application can see of the configuration.
// Its settings, all optional:
//   APP_HEADERS  headers of an incoming request, as JSON
//   APP_ROOTS    number of root spans to begin one after the other
//   APP_ITEMS    number of attributes, events and links of its span, and a 25th of the length of its longest text
//   APP_STAY     "true": runs until its standard input ends
//   APP_QUIET    "true": makes no telemetry
import {
  ROOT_CONTEXT,
  SeverityNumber,
  SpanKind,
  logs,
  metrics,
  propagation,
  trace,
} from "@opentelemetry/api";

const { APP_HEADERS = "{}", APP_ROOTS = "0", APP_ITEMS = "1", APP_STAY, APP_QUIET } = process.env;
const tracer = trace.getTracer("application");
const items = Number(APP_ITEMS);

console.log("application started");
if (APP_STAY === "true") process.stdin.resume();
if (APP_QUIET !== "true") {
  const seen = handleRequest();
  measure();
  console.log(`seen: ${JSON.stringify({ ...seen, recordedRoots: startRoots() })}`);
}

function handleRequest() {
  const incoming = propagation.extract(ROOT_CONTEXT, JSON.parse(APP_HEADERS));
  const options = { kind: SpanKind.SERVER, attributes: attributes() };
  const span = tracer.startSpan("request", options, incoming);
  const active = trace.setSpan(incoming, span);
  const linked = { traceId: "1".repeat(32), spanId: "2".repeat(16), traceFlags: 1 };
  for (let index = 0; index < items; index++) {
    span.addEvent("event", index === 0 ? attributes() : {});
    span.addLink({ context: linked, attributes: index === 0 ? attributes() : {} });
  }
  tracer.startSpan("child", {}, active).end();
  emitLog(active);
  const headers = {};
  propagation.inject(active, headers);
  const recording = span.isRecording();
  span.end();
  return { recording, ...span.spanContext(), headers };
}

function emitLog(context) {
  const severityNumber = SeverityNumber.INFO;
  const record = { body: "request handled", severityNumber, attributes: attributes(), context };
  logs.getLogger("application").emit(record);
}

function attributes() {
  const short = Array.from({ length: items }, (_, index) => [`key.${index}`, "short"]);
  return Object.fromEntries([["text", "x".repeat(items * 25)], ...short].slice(0, items));
}

function measure() {
  const meter = metrics.getMeter("application");
  meter.createCounter("application.requests").add(2, { route: "/" });
  meter.createUpDownCounter("application.open").add(1);
  meter.createHistogram("application.duration", { unit: "s" }).record(0.25);
}

function startRoots() {
  const spans = Array.from({ length: Number(APP_ROOTS) }, () =>
    tracer.startSpan("root", {}, ROOT_CONTEXT),
  );
  const recorded = spans.filter((span) => span.isRecording()).length;
  for (const span of spans) span.end();
  return recorded;
}
