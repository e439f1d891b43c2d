import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { configureGenAi, emitEvent, genAiOptions, inference } from "@agent-otel/semconv-genai";
import { context, createContextKey, logs, metrics, propagation, trace } from "@opentelemetry/api";
import { TracerProvider } from "@opentelemetry/sdk-trace";
import { agent, tool } from "../genai/index.ts";
import { captureTelemetry, type TelemetryCapture } from "./index.ts";

// Taken before anything is captured, as modules do.
const early = trace.getTracer("application", "1.0");
let telemetry: TelemetryCapture | undefined;

afterEach(() => telemetry?.stop());

function capture(options: Parameters<typeof captureTelemetry>[0] = {}): TelemetryCapture {
  telemetry = captureTelemetry({ instrument: false, ...options });
  return telemetry;
}

test("spans, metrics and events are captured, also across await", async () => {
  const captured = capture();
  await agent({ name: "A", conversationId: "c" }, async () => {
    await Promise.resolve();
    await tool({ name: "t", callId: "call_1" }, async () => "x");
    emitEvent("gen_ai.evaluation.result", { "gen_ai.evaluation.name": "E" });
  });
  const [run, call] = captured.spans();
  assert.ok(run !== undefined && call !== undefined);
  assert.deepEqual(
    [run.name, run.kind, run.status],
    ["invoke_agent A", "internal", { code: "unset" }],
  );
  assert.equal(call.parentSpanId, run.spanId);
  assert.equal(call.attributes["gen_ai.conversation.id"], "c");
  const [log] = captured.logs();
  assert.deepEqual([log?.eventName, log?.spanId], ["gen_ai.evaluation.result", run.spanId]);
  const durations = (await captured.metrics()).find(
    ({ name }) => name === "gen_ai.execute_tool.duration",
  );
  assert.deepEqual([durations?.unit, durations?.points[0]?.count], ["s", 1]);
  assert.deepEqual(captured.openSpans(), []);
});

test("metrics add up over several looks, and a reset forgets", async () => {
  const captured = capture();
  const counter = metrics.getMeter("application").createCounter("things", { unit: "{thing}" });
  counter.add(2, { kind: "a" });
  await captured.metrics();
  counter.add(3, { kind: "a" });
  counter.add(1, { kind: "b" });
  assert.deepEqual(await captured.metrics(), [
    {
      name: "things",
      unit: "{thing}",
      points: [
        { attributes: { kind: "a" }, value: 5 },
        { attributes: { kind: "b" }, value: 1 },
      ],
    },
  ]);
  counter.add(7, { kind: "a" });
  const open = early.startSpan("before the reset");
  await captured.reset();
  counter.add(1, { kind: "a" });
  open.end();
  assert.deepEqual((await captured.metrics())[0]?.points, [
    { attributes: { kind: "a" }, value: 1 },
  ]);
  assert.deepEqual(captured.spans(), []);
});

test("each capture has the spans of tracers that modules took long ago", async () => {
  for (const name of ["first", "second"]) {
    const captured = capture();
    early.startActiveSpan(name, (span) => span.end());
    assert.deepEqual(
      captured.spans().map((span) => [span.name, span.scope]),
      [[name, "application"]],
    );
    // oxlint-disable-next-line no-await-in-loop -- one after the other is the point
    await captured.stop();
  }
  assert.equal(early.startSpan("after").isRecording(), false);
});

test("what was registered is there again afterwards, and works", async () => {
  const provider = new TracerProvider({});
  trace.setGlobalTracerProvider(provider);
  const tracer = trace.getTracer("theirs");
  const before = trace.getTracerProvider();
  const captured = capture();
  inference({ provider: "openai" }, () => {});
  assert.deepEqual(
    captured.spans().map(({ name }) => name),
    ["chat"],
  );
  await captured.stop();
  assert.equal(trace.getTracerProvider(), before);
  assert.equal(tracer.startSpan("theirs").isRecording(), true);
  inference({ provider: "openai" }, () => {});
  assert.equal(captured.spans().length, 1);
  trace.disable();
});

test("nothing is registered afterwards where nothing was", async () => {
  const key = createContextKey("test");
  await capture().stop();
  assert.equal(trace.getTracer("x").startSpan("x").isRecording(), false);
  assert.equal(logs.getLogger("x").enabled(), false);
  assert.deepEqual(propagation.fields(), []);
  context.with(context.active().setValue(key, 1), () =>
    assert.equal(context.active().getValue(key), undefined),
  );
});

test("the settings of generative AI are the pipeline's while it runs", async () => {
  configureGenAi({ version: "1.36" });
  const captured = capture({
    env: { OTEL_SEMCONV_STABILITY_OPT_IN: "gen_ai_latest_experimental" },
  });
  assert.equal(genAiOptions().version, "latest");
  await captured.stop();
  assert.equal(genAiOptions().version, "1.36");
  configureGenAi({ version: "1.41" });
});

test("the pipeline is the application's: its limits and its sampler count", () => {
  const limited = capture({ env: { OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: "1" } });
  early.startSpan("x", { attributes: { a: 1, b: 2 } }).end();
  assert.deepEqual(limited.spans()[0]?.attributes, { a: 1 });
});

test("a sampler that drops leaves nothing to see", () => {
  const captured = capture({ env: { OTEL_TRACES_SAMPLER: "always_off" } });
  early.startSpan("x").end();
  assert.deepEqual(captured.spans(), []);
});

test("a second capture at a time is refused, and says what to do", () => {
  capture();
  assert.throws(() => captureTelemetry(), {
    message: "captureTelemetry() is running already: stop() it first.",
  });
});

test("text() has everything in it, values included", async () => {
  const captured = capture();
  early.startSpan("x", { attributes: { key: "needle-1" } }).end();
  logs.getLogger("x").emit({ body: { deep: ["needle-2"] } });
  metrics.getMeter("x").createCounter("c").add(1, { label: "needle-3" });
  const text = await captured.text();
  for (const needle of ["needle-1", "needle-2", "needle-3"]) assert.ok(text.includes(needle));
});
