import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { context } from "@opentelemetry/api";
import type { Attributes } from "@opentelemetry/api";
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import { createContextManager } from "../../context/manager.ts";
import { createRecording } from "../../trace/recording.test.helper.ts";
import { agent, conversation, conversationProcessor } from "../index.ts";

context.setGlobalContextManager(createContextManager());
const exporter = new InMemorySpanExporter();
const other = new TracerProvider({
  spanProcessors: [conversationProcessor(), new SimpleSpanProcessor({ exporter })],
});

afterEach(() => exporter.reset());

/** The conversation on a span of somebody else's, in our pipeline and in another SDK's. */
function conversationOf(attributes: Attributes, within: (start: () => void) => void): unknown[] {
  const ours = createRecording();
  within(() => {
    ours.provider.getTracer("framework").startSpan("x", { attributes }).end();
    other.getTracer("framework").startSpan("x", { attributes }).end();
  });
  return [ours.only(), exporter.getFinishedSpans()[0]].map(
    (span) => span?.attributes["gen_ai.conversation.id"],
  );
}

const genAi: readonly Attributes[] = [
  { "gen_ai.operation.name": "chat" },
  { "ai.operationId": "ai.generateText" },
  { "openinference.span.kind": "LLM" },
  { "traceloop.span.kind": "tool" },
  { "mcp.method.name": "tools/list" },
];
for (const attributes of genAi) {
  const [name] = Object.keys(attributes);
  test(`a span that starts with ${name} is named after the conversation around it`, () => {
    const ids = conversationOf(attributes, (start) => conversation("c1", start));
    assert.deepEqual(ids, ["c1", "c1"]);
  });
}

test("the conversation of an agent counts as well", () => {
  const attributes = { "gen_ai.operation.name": "chat" };
  const ids = conversationOf(attributes, (start) =>
    agent({ name: "A", conversationId: "c2" }, start),
  );
  assert.deepEqual(ids, ["c2", "c2"]);
});

test("a span that names one keeps it, and other spans get none", () => {
  const own = { "gen_ai.conversation.id": "own", "gen_ai.operation.name": "chat" };
  assert.deepEqual(conversationOf(own, inThird), ["own", "own"]);
  exporter.reset();
  assert.deepEqual(conversationOf({ "http.request.method": "GET" }, inThird), [
    undefined,
    undefined,
  ]);
  exporter.reset();
  assert.deepEqual(
    conversationOf({ "gen_ai.operation.name": "chat" }, (start) => start()),
    [undefined, undefined],
  );
});

function inThird(start: () => void): void {
  conversation("c3", start);
}
