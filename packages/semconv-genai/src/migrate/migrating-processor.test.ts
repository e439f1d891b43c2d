import assert from "node:assert/strict";
import { test } from "node:test";
import { SpanKind } from "@opentelemetry/api";
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import type { SpanProcessor } from "@opentelemetry/sdk-trace";
import { validateSpan } from "../validate/index.ts";
import { messagesFromEvents, migrateSpan, migratingProcessor } from "./index.ts";

test("the span processor hands on spans of the chosen version, and leaves the span itself alone", async () => {
  const migrated = new InMemorySpanExporter();
  const original = new InMemorySpanExporter();
  const processor: SpanProcessor = migratingProcessor(
    new SimpleSpanProcessor({ exporter: migrated }),
    { to: "latest" },
  );
  const provider = new TracerProvider({
    spanProcessors: [processor, new SimpleSpanProcessor({ exporter: original })],
  });
  const span = provider.getTracer("vendor").startSpan("chat m", { kind: SpanKind.CLIENT });
  span.setAttributes({
    "gen_ai.operation.name": "chat",
    "gen_ai.system": "openai",
    "gen_ai.request.model": "m",
  });
  span.addEvent("gen_ai.user.message", { content: "hi" });
  span.addEvent("gen_ai.choice", {
    index: 0,
    finish_reason: "stop",
    message: '{"role":"assistant","content":"ho"}',
  });
  span.addEvent("app.event");
  span.end();
  await provider.forceFlush();
  const [seen] = migrated.getFinishedSpans();
  assert.ok(seen);
  assert.equal(seen.spanContext().spanId, span.spanContext().spanId);
  assert.deepEqual(
    seen.events.map(({ name }) => name),
    ["app.event"],
  );
  assert.deepEqual(seen.attributes, {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "openai",
    "gen_ai.request.model": "m",
    "gen_ai.input.messages": '[{"role":"user","parts":[{"type":"text","content":"hi"}]}]',
    "gen_ai.output.messages":
      '[{"role":"assistant","parts":[{"type":"text","content":"ho"}],"finish_reason":"stop"}]',
  });
  assert.deepEqual(validateSpan(seen, { version: "latest", content: true }), []);
  assert.equal(original.getFinishedSpans()[0]?.attributes["gen_ai.system"], "openai");
  await provider.shutdown();
});

test("events without contents become no messages, and stay as they are for 1.36", () => {
  const events = [
    { name: "gen_ai.user.message", attributes: { "gen_ai.system": "x" } },
    { name: "gen_ai.choice", attributes: { index: 0, finish_reason: "stop" } },
  ];
  const span = { attributes: { "gen_ai.system": "x" }, events };
  assert.deepEqual(migrateSpan(span, { to: "1.41" }), {
    attributes: { "gen_ai.provider.name": "x" },
    events: [],
  });
  assert.equal(migrateSpan(span, { to: "1.36" }), undefined);
});

test("log records of old events are put together by their bodies", () => {
  assert.deepEqual(
    messagesFromEvents([
      { name: "gen_ai.system.message", body: { content: "Be brief." } },
      {
        name: "gen_ai.assistant.message",
        body: {
          tool_calls: [{ id: "c", type: "function", function: { name: "f", arguments: "{}" } }],
        },
      },
      { name: "gen_ai.tool.message", body: { id: "c", content: "a cat" } },
      {
        name: "gen_ai.choice",
        body: { index: 0, finish_reason: "stop", message: { content: "A cat." } },
      },
      { name: "app.event", body: { content: "x" } },
    ]),
    {
      input: [
        { role: "system", parts: [{ type: "text", content: "Be brief." }] },
        { role: "assistant", parts: [{ type: "tool_call", id: "c", name: "f", arguments: {} }] },
        { role: "tool", parts: [{ type: "tool_call_response", id: "c", response: "a cat" }] },
      ],
      output: [
        { role: "assistant", parts: [{ type: "text", content: "A cat." }], finish_reason: "stop" },
      ],
    },
  );
});
