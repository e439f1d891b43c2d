// An application that uses the OpenTelemetry API alone, and prints what an application can see of the configuration.
// Its settings, all optional:
//   APP_REQUESTS  the headers of each request that comes in, as a JSON list of objects
//   APP_ROOTS     number of root spans beside them
//   APP_ITEMS     number of attributes, events and links of a request, and a 25th of the length of its longest text
//   APP_METHOD    it serves HTTP, and asks itself once with this method
//   APP_STAY      "true": runs until its standard input ends
//   APP_QUIET     "true": makes no telemetry
import { once } from "node:events";
import { createServer } from "node:http";
import {
  ROOT_CONTEXT,
  SeverityNumber,
  SpanKind,
  logs,
  metrics,
  propagation,
  trace,
} from "@opentelemetry/api";

const {
  APP_REQUESTS = "[{}]",
  APP_ROOTS = "0",
  APP_ITEMS = "1",
  APP_METHOD,
  APP_STAY,
  APP_QUIET,
} = process.env;
const tracer = trace.getTracer("application");
const items = Number(APP_ITEMS);

console.log("application started");
if (APP_STAY === "true") process.stdin.resume();
if (APP_QUIET !== "true") {
  const requests = JSON.parse(APP_REQUESTS).map(handleRequest);
  measure();
  if (APP_METHOD !== undefined) await askItself(APP_METHOD);
  console.log(`seen: ${JSON.stringify({ requests, recordedRoots: startRoots() })}`);
}

function handleRequest(incomingHeaders) {
  const incoming = propagation.extract(ROOT_CONTEXT, incomingHeaders);
  const options = { kind: SpanKind.SERVER, attributes: attributes() };
  const span = tracer.startSpan("request", options, incoming);
  const active = trace.setSpan(incoming, span);
  const linked = { traceId: "1".repeat(32), spanId: "2".repeat(16), traceFlags: 1 };
  for (let index = 0; index < items; index++) {
    // Of too many, some SDKs keep the first ones and some the last.
    const outer = index === 0 || index === items - 1;
    span.addEvent("event", outer ? attributes() : {});
    span.addLink({ context: linked, attributes: outer ? attributes() : {} });
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

async function askItself(method) {
  const server = createServer((request, response) => {
    response.setHeader("x-answered", request.headers["x-asked"] ?? "").end("answer");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${server.address().port}/orders?key=1`;
  const headers = { "x-asked": "twice", authorization: "Bearer hidden" };
  const answer = await fetch(url, { method, headers });
  await answer.text();
  server.closeAllConnections();
  server.close();
}
