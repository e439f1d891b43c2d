import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  createTraceState,
  trace,
} from "@opentelemetry/api";
import { plainValues } from "./values.mjs";

const tracer = trace.getTracer("spans", "1.2.3", { schemaUrl: "https://example.test/schema/1" });
const sampled = { traceFlags: TraceFlags.SAMPLED };

/** Spans with every kind of attribute, event, link, exception, status, time and parent. */
export function run() {
  return [
    attributes,
    events,
    links,
    exceptions,
    statuses,
    kinds,
    names,
    times,
    tree,
    scopes,
    afterEnd,
  ]
    .map((part) => [part.name, part()])
    .filter(([, seen]) => seen !== undefined);
}

function root(name, options = {}) {
  return tracer.startSpan(name, { ...options, root: true });
}

function attributes() {
  root("attributes at start", { attributes: { ...plainValues } }).end();
  root("attributes at once")
    .setAttributes({ ...plainValues })
    .end();
  const span = root("attributes one by one");
  for (const [key, value] of Object.entries(plainValues)) span.setAttribute(key, value);
  span.end();
  const twice = root("attribute twice", { attributes: { a: 1, b: "first" } });
  twice.setAttribute("a", 2).setAttributes({ b: "second", c: [] }).setAttribute("c", ["x"]).end();
  const list = ["before"];
  const object = { text: "before" };
  const changed = root("attribute changed afterwards").setAttributes({ list, object });
  list.push("after");
  object.text = "after";
  changed.end();
  list.push("after the end");
  object.text = "after the end";
  root("no attributes at all").setAttributes(null).setAttributes(undefined).end();
}

function events() {
  const span = root("events");
  span.addEvent("bare").addEvent("");
  span.addEvent("with attributes", { ...plainValues });
  span.addEvent("at a date", new Date("2020-05-06T07:08:09.123Z"));
  span.addEvent("at milliseconds", { a: 1 }, 1_588_748_889_123.5);
  span.addEvent("at hr time", { a: 1 }, [1_588_748_889, 123_456_789]);
  span.addEvent("at performance time", { a: 1 }, performance.now());
  span.end();
  const many = root("many events");
  for (let index = 0; index < 140; index++) many.addEvent(`event ${index}`, { index });
  many.end();
}

function links() {
  const context = { traceId: "1".repeat(32), spanId: "2".repeat(16), ...sampled };
  const traceState = createTraceState("vendor=value");
  const span = root("links", {
    links: [
      { context },
      { context: { ...context, isRemote: true }, attributes: { ...plainValues } },
    ],
  });
  span.addLink({ context: { ...context, traceState } });
  span.addLink({ context: { ...context, traceFlags: TraceFlags.NONE } });
  span.addLinks([{ context: span.spanContext() }, { context, attributes: {} }]);
  span.addLink({ context: { traceId: "0".repeat(32), spanId: "0".repeat(16), traceFlags: 0 } });
  span.end();
  const many = root("many links");
  for (let index = 0; index < 140; index++) many.addLink({ context, attributes: { index } });
  many.end();
}

class AppError extends Error {
  name = "AppError";
  code = "E_APP";
}

function exceptions() {
  const span = root("exceptions");
  span.recordException(new TypeError("a type error"));
  span.recordException(new AppError("with a code"));
  span.recordException(new Error("with a cause", { cause: new Error("the cause") }));
  span.recordException("only text");
  span.recordException({ name: "Named", message: "an object", stack: "its stack" });
  span.recordException({ code: 12 });
  span.recordException({ code: 12, message: "numbered" }, new Date("2020-05-06T07:08:09Z"));
  span.recordException({});
  span.recordException(null);
  span.end();
}

function statuses() {
  const { UNSET, OK, ERROR } = SpanStatusCode;
  const list = {
    none: [],
    ok: [{ code: OK }],
    "ok with a message": [{ code: OK, message: "no meaning" }],
    error: [{ code: ERROR }],
    "error with a message": [{ code: ERROR, message: "bad" }],
    "ok then error": [{ code: OK }, { code: ERROR, message: "too late" }],
    "error then ok": [{ code: ERROR, message: "bad" }, { code: OK }],
    "error then unset": [{ code: ERROR, message: "bad" }, { code: UNSET }],
    "error twice": [
      { code: ERROR, message: "first" },
      { code: ERROR, message: "second" },
    ],
    "no text": [{ code: ERROR, message: 12 }],
  };
  for (const [name, steps] of Object.entries(list)) {
    const span = root(`status ${name}`);
    for (const status of steps) span.setStatus(status);
    span.end();
  }
}

function kinds() {
  for (const [name, kind] of Object.entries(SpanKind)) {
    if (typeof kind === "number") root(`kind ${name}`, { kind }).end();
  }
}

function names() {
  root("name before").updateName("name after").end();
  root("").end();
  root("grüße 中文 \u{1F600}").end();
  root("long name ".repeat(15)).end();
}

function times() {
  const started = new Date("2020-05-06T07:08:09.123Z");
  const ended = new Date("2020-05-06T07:08:10.456Z");
  root("times as dates", { startTime: started }).end(ended);
  root("times as milliseconds", { startTime: started.getTime() }).end(ended.getTime() + 0.25);
  root("times as hr times", { startTime: [1_588_748_889, 1] }).end([1_588_748_889, 2]);
  root("times as performance times", { startTime: performance.now() }).end(performance.now());
  root("start given").end();
  root("end before start", { startTime: ended }).end(started);
  root("no duration", { startTime: started }).end(started);
  root("only a start", { startTime: started }).end();
}

function tree() {
  return tracer.startActiveSpan("tree", { root: true }, (top) => {
    const recording = top.isRecording();
    const children = ["first", "second"].map((name) => tracer.startSpan(name));
    const under = trace.setSpan(ROOT_CONTEXT, children[0]);
    tracer.startSpan("grandchild", {}, under).end();
    tracer.startActiveSpan("active grandchild", {}, under, (span) => {
      tracer.startSpan("great-grandchild").end();
      tracer.startSpan("a root of its own", { root: true }).end();
      span.end();
    });
    // A child may end after its parent.
    top.end();
    for (const child of children) child.end();
    tracer.startSpan("after its parent's end").end();
    return { recording, flags: top.spanContext().traceFlags };
  });
}

function scopes() {
  for (const scope of [["bare"], ["spans", "2"], ["", "1"], ["spans", "1.2.3"]]) {
    trace
      .getTracer(...scope)
      .startSpan(`in scope ${scope.join(" ")}`, { root: true })
      .end();
  }
}

function afterEnd() {
  const span = root("changed after its end");
  span.end();
  span.setAttribute("late", 1).addEvent("late").setStatus({ code: SpanStatusCode.ERROR });
  span.updateName("late").addLink({ context: span.spanContext() });
  span.recordException(new Error("late"));
  span.end();
  root("never ended").setAttribute("a", 1);
  return span.isRecording();
}
