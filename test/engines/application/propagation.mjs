import {
  ROOT_CONTEXT,
  SpanKind,
  context,
  createTraceState,
  propagation,
  trace,
} from "@opentelemetry/api";
import { suppressTracing } from "@opentelemetry/core";

const tracer = trace.getTracer("propagation");
const ids = `0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331`;

const incoming = {
  sampled: { traceparent: `00-${ids}-01` },
  "not sampled": { traceparent: `00-${ids}-00` },
  "with trace state": { traceparent: `00-${ids}-01`, tracestate: "a=1,b@c=x/y;z, d = e " },
  "with bad trace state": { traceparent: `00-${ids}-01`, tracestate: "=1,ok=2,A=3" },
  "with baggage": { traceparent: `00-${ids}-01`, baggage: "user=a%20b;meta=1,empty=,tenant=t" },
  "of a later version": { traceparent: `cc-${ids}-01-more` },
  "with other flags": { traceparent: `00-${ids}-03` },
  "of no ids": { traceparent: `00-${"0".repeat(32)}-${"0".repeat(16)}-01` },
  broken: { traceparent: "00-xyz", baggage: "only=baggage" },
  empty: {},
};

/** Contexts from outside, of every kind, and what is handed on of them; tracing that is suppressed. */
export function run() {
  const handedOn = Object.entries(incoming).map(([name, headers]) => [
    name,
    receive(name, headers),
  ]);
  return { handedOn, suppressed: suppressed(), wrapped: wrapped(), own: ownTraceState() };
}

function receive(name, headers) {
  const remote = propagation.extract(ROOT_CONTEXT, headers);
  const span = tracer.startSpan(`from outside ${name}`, { kind: SpanKind.SERVER }, remote);
  const active = trace.setSpan(remote, span);
  const child = tracer.startSpan(`child of ${name}`, { kind: SpanKind.CLIENT }, active);
  const outgoing = {};
  propagation.inject(trace.setSpan(active, child), outgoing);
  const recording = [span.isRecording(), child.isRecording()];
  child.end();
  span.end();
  const link = { context: trace.getSpanContext(remote) ?? span.spanContext() };
  tracer.startSpan(`linked with ${name}`, { root: true, links: [link] }).end();
  const { traceFlags, isRemote, traceState } = span.spanContext();
  const state = traceState?.serialize();
  return { recording, traceFlags, isRemote, state, outgoing };
}

function suppressed() {
  return context.with(suppressTracing(context.active()), () => {
    const span = tracer.startSpan("suppressed", { attributes: { a: 1 } });
    const headers = {};
    propagation.inject(trace.setSpan(context.active(), span), headers);
    span.end();
    const child = tracer.startSpan("child of suppressed", {}, trace.setSpan(ROOT_CONTEXT, span));
    child.end();
    return { recording: span.isRecording(), headers, below: child.isRecording() };
  });
}

function wrapped() {
  const [traceId, spanId] = ids.split("-");
  const parent = trace.wrapSpanContext({ traceId, spanId, traceFlags: 1 });
  const span = tracer.startSpan("below a wrapped context", {}, trace.setSpan(ROOT_CONTEXT, parent));
  span.end();
  return span.isRecording();
}

function ownTraceState() {
  const [traceId, spanId] = ids.split("-");
  const traceState = createTraceState("own=1").set("more", "2").unset("own");
  const local = trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: 1, traceState });
  tracer.startSpan("with a trace state of its own", {}, local).end();
}
