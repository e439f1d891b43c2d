import assert from "node:assert/strict";
import { test } from "node:test";
import { type LogRecord, ROOT_CONTEXT, trace } from "@opentelemetry/api";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { InMemoryLogRecordExporter, SimpleLogRecordProcessor } from "@opentelemetry/sdk-logs";
import { readConfig } from "../config/read-config.ts";
import { createLedger } from "../export/ledger.ts";
import { createLoggerProvider } from "../logs/logger-provider.ts";
import { createRecording } from "../trace/recording.test.helper.ts";
import { createContentPolicy, type ContentPolicy } from "./content-policy.ts";
import type { ContentHook } from "./rewrite-content.ts";

type Kept = ReturnType<InMemoryLogRecordExporter["getFinishedLogRecords"]>[number];

function policyOf(env: Record<string, string> = {}, hook?: ContentHook): ContentPolicy {
  return createContentPolicy(readConfig(env).config.content, { hook });
}

function emit(record: LogRecord, { policy = policyOf(), scope = "app" } = {}): Kept {
  const exporter = new InMemoryLogRecordExporter();
  const provider = createLoggerProvider({
    resource: resourceFromAttributes({}),
    processors: [new SimpleLogRecordProcessor({ exporter })],
    screen: policy.logProcessor,
    ledger: createLedger(),
  });
  provider.getLogger(scope).emit(record);
  const [only] = exporter.getFinishedLogRecords();
  assert.ok(only !== undefined);
  return only;
}

test("of the body of a GenAI event stays what tells its parts apart", () => {
  const body = {
    index: 0,
    finish_reason: "tool_calls",
    message: {
      role: "assistant",
      content: "said",
      tool_calls: [
        { id: "call_1", type: "function", function: { name: "search", arguments: '{"q":"said"}' } },
      ],
    },
  };
  assert.deepEqual(emit({ eventName: "gen_ai.choice", body }).body, {
    index: 0,
    finish_reason: "tool_calls",
    message: {
      role: "assistant",
      tool_calls: [{ id: "call_1", type: "function", function: { name: "search" } }],
    },
  });
  assert.equal(emit({ eventName: "gen_ai.user.message", body: "said" }).body, undefined);
  assert.equal(
    emit({ attributes: { "event.name": "gen_ai.choice" }, body: ["said"] }).body,
    undefined,
  );
});

test("what an application logs stays, but for members with the names of contents", () => {
  const body = { "gen_ai.prompt": "said", prompt: "kept", note: ["kept"] };
  assert.deepEqual(emit({ body }).body, { prompt: "kept", note: ["kept"] });
  assert.deepEqual(emit({ body }, { scope: "langchain" }).body, { note: ["kept"] });
  assert.equal(emit({ body: "the prompt was long" }).body, "the prompt was long");
});

test("captured events are redacted at any depth, and the application's objects are left alone", () => {
  const body = { role: "user", content: [{ text: "to jane@x.example" }] };
  const copy = structuredClone(body);
  const policy = policyOf({ AGENT_OTEL_CONTENT_CAPTURE: "event" });
  const kept = emit({ eventName: "gen_ai.user.message", body }, { policy });
  assert.match(
    JSON.stringify(kept.body),
    /^\{"role":"user","content":\[\{"text":"to \[email:.{8}\]"\}\]\}$/,
  );
  assert.deepEqual(body, copy);
});

test("errors that are logged on behalf of GenAI are cut, and so is the body that repeats them", () => {
  const policy = policyOf();
  const { provider } = createRecording({ endHooks: [policy.endHook] });
  const tracer = provider.getTracer("app");
  const chat = tracer.startSpan("chat", { attributes: { "gen_ai.operation.name": "chat" } });
  const other = tracer.startSpan("other");
  const exception = new TypeError("no: secret");
  const body = "it failed with no: secret";
  const within = emit({ body, exception, context: trace.setSpan(ROOT_CONTEXT, chat) }, { policy });
  assert.equal(within.body, "it failed with TypeError");
  assert.equal(within.attributes["exception.type"], "TypeError");
  assert.ok(!JSON.stringify(within.attributes).includes("secret"));
  const outside = emit(
    { body, exception, context: trace.setSpan(ROOT_CONTEXT, other) },
    { policy },
  );
  assert.equal(outside.body, body);
  assert.equal(outside.attributes["exception.message"], "no: secret");
});

test("a record that the hook fails for loses what it could hold", () => {
  const policy = policyOf({ AGENT_OTEL_CONTENT_CAPTURE: "event" }, () => {
    throw new Error("the hook's");
  });
  const attributes = { "input.value": "said", other: 1 };
  const kept = emit({ body: "calm", attributes, severityText: "INFO" }, { policy });
  assert.deepEqual([kept.body, kept.attributes, kept.severityText], [undefined, {}, "INFO"]);
});

test("a logger is not enabled for the policy's sake", () => {
  const { logProcessor } = policyOf();
  const scope = { context: ROOT_CONTEXT, instrumentationScope: { name: "app" } };
  assert.equal(logProcessor.enabled?.(scope), false);
});
