// Starts telemetry with a processor and an exporter of the application's own, as a program would that does not use
// `--import @agent-otel/sdk/register`, and writes at the end what they were given into a file of
// APP_FOLDER with the engine's name.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { startTelemetry } from "@agent-otel/sdk";
import { trace } from "@opentelemetry/api";
import { BatchSpanProcessor, SimpleSpanProcessor } from "@opentelemetry/sdk-trace";

const given = { started: [], ending: [], ended: [], exported: [], simply: [], calls: [] };

const processor = {
  onStart: (span, context) => {
    const { traceId = "", spanId = "" } = trace.getSpanContext(context) ?? {};
    given.started.push({ ...describe(span), parentTraceId: traceId, parentInContext: spanId });
    span.setAttribute("set.at.start", true);
  },
  onEnding: (span) => {
    span.setAttribute("set.at.ending", true).addEvent("ending");
    given.ending.push(describe(span));
  },
  onEnd: (span) => {
    span.setAttribute("set.too.late", true);
    given.ended.push(describe(span));
  },
  forceFlush: async () => void given.calls.push("processor.forceFlush"),
  shutdown: async () => void given.calls.push("processor.shutdown"),
};

const spanProcessors = [
  processor,
  new BatchSpanProcessor({ exporter: createExporter("exported") }),
  new SimpleSpanProcessor({ exporter: createExporter("simply") }),
];
const telemetry = startTelemetry({ components: { spanProcessors } });
// A pipe may not take it all at the exit.
process.on("exit", () => {
  writeFileSync(join(process.env.APP_FOLDER, telemetry.config.engine), JSON.stringify(given));
});

function createExporter(name) {
  return {
    export: (spans, done) => {
      given[name].push(...spans.map(describe));
      done({ code: 0 });
    },
    forceFlush: async () => {},
    shutdown: async () => void given.calls.push(`${name}.shutdown`),
  };
}

/** All that a `ReadableSpan` says. */
function describe(span) {
  const { traceId, spanId, ...context } = span.spanContext();
  const fields = Object.fromEntries(simpleFields.map((name) => [name, span[name]]));
  const [start, end] = [nanos(span.startTime), nanos(span.endTime)];
  return plain({
    ...fields,
    traceId,
    spanId,
    context,
    parentSpanContext: span.parentSpanContext,
    parentSpanId: span.parentSpanContext?.spanId ?? "",
    startTimeUnixNano: String(start),
    endTimeUnixNano: String(end),
    durationNano: String(nanos(span.duration)),
    isDurationOfItsTimes: nanos(span.duration) === end - start,
    attributes: span.attributes,
    events: span.events.map(({ time, ...event }) => {
      return { ...withAttributes(event), timeUnixNano: String(nanos(time)) };
    }),
    links: span.links.map(withAttributes),
    resource: { attributes: span.resource.attributes, schemaUrl: span.resource.schemaUrl },
    isRecording: span.isRecording(),
  });
}

const simpleFields = [
  "name",
  "kind",
  "status",
  "ended",
  "instrumentationScope",
  "droppedAttributesCount",
  "droppedEventsCount",
  "droppedLinksCount",
];

/** The type of events and links leaves it open whether there is an object when there is nothing in it. */
function withAttributes({ attributes = {}, droppedAttributesCount = 0, ...others }) {
  return { ...others, attributes, droppedAttributesCount };
}

function nanos([seconds, rest]) {
  return BigInt(seconds) * 1_000_000_000n + BigInt(rest);
}

/** As JSON can have it; absent and undefined are the same in objects, undefined and null in lists. */
function plain(value) {
  if (value === undefined || value === null) return "nothing";
  if (typeof value === "number")
    return Number.isFinite(value) && !Object.is(value, -0) ? value : `${value}`;
  if (typeof value !== "object") return typeof value === "bigint" ? `${value}n` : value;
  if (ArrayBuffer.isView(value)) return Buffer.from(value.buffer).toString("hex");
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value.serialize === "function") return value.serialize();
  const there = Object.entries(value).filter(([, entry]) => entry !== undefined);
  return Object.fromEntries(there.map(([key, entry]) => [key, plain(entry)]));
}
