import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import { agent, tool } from "./index.ts";
import { registerTestTelemetry } from "./telemetry.test.helper.ts";

const telemetry = registerTestTelemetry();

beforeEach(() => telemetry.reset());

test("agent() records its run as an internal span with the attributes given", async () => {
  const answer = agent(
    { name: "Support", id: "a1", conversationId: "c1", model: "gpt-5", provider: "openai" },
    () => 42,
  );
  assert.equal(answer, 42);
  const span = telemetry.span("invoke_agent Support");
  assert.equal(span.kind, SpanKind.INTERNAL);
  const { attributes } = span;
  const given = Object.entries(attributes).filter(([key]) => !key.startsWith("agent_otel.run."));
  assert.deepEqual(Object.fromEntries(given), {
    "gen_ai.operation.name": "invoke_agent",
    "gen_ai.provider.name": "openai",
    "gen_ai.agent.name": "Support",
    "gen_ai.agent.id": "a1",
    "gen_ai.request.model": "gpt-5",
    "gen_ai.conversation.id": "c1",
  });
  assert.equal(span.status.code, SpanStatusCode.UNSET);
});

test("tool() inside agent() is its child and carries the conversation id and the agent's name", async () => {
  await agent({ name: "Support", conversationId: "c2" }, () =>
    tool({ name: "lookup", callId: "call_1", description: "finds orders" }, async () => "found"),
  );
  const child = telemetry.span("execute_tool lookup");
  const parent = telemetry.span("invoke_agent Support");
  assert.equal(child.parentSpanContext?.spanId, parent.spanContext().spanId);
  assert.deepEqual(child.attributes, {
    "gen_ai.operation.name": "execute_tool",
    "gen_ai.tool.name": "lookup",
    "gen_ai.tool.call.id": "call_1",
    "gen_ai.tool.type": "function",
    "gen_ai.tool.description": "finds orders",
    "gen_ai.agent.name": "Support",
    "gen_ai.conversation.id": "c2",
  });
});

test("an agent inside an agent keeps the conversation of the outer one and its own name", async () => {
  agent({ name: "Outer", conversationId: "c3" }, () =>
    agent({ name: "Inner" }, () => tool({ name: "inner-tool" }, () => null)),
  );
  assert.equal(telemetry.span("invoke_agent Inner").attributes["gen_ai.conversation.id"], "c3");
  const inner = telemetry.span("execute_tool inner-tool").attributes;
  assert.equal(inner["gen_ai.agent.name"], "Inner");
  assert.equal(inner["gen_ai.conversation.id"], "c3");
});

test("an error is thrown on as the same object and recorded by its class, not by its message", async () => {
  class QuotaError extends Error {}
  const error = new QuotaError("the prompt was: my secret");
  assert.throws(
    () =>
      tool({ name: "broken" }, () => {
        throw error;
      }),
    (thrown) => thrown === error,
  );
  const span = telemetry.span("execute_tool broken");
  assert.deepEqual(span.status, { code: SpanStatusCode.ERROR, message: "QuotaError" });
  assert.equal(span.attributes["error.type"], "QuotaError");
  assert.doesNotMatch(await telemetry.dump(), /my secret/);
});

test("a thrown undefined is a failure and stays undefined", async () => {
  const thrown = await agent({ name: "Odd" }, () => Promise.reject<string>(undefined)).then(
    () => "resolved",
    (reason: unknown) => reason,
  );
  assert.equal(thrown, undefined);
  assert.equal(telemetry.span("invoke_agent Odd").attributes["error.type"], "_OTHER");
});

test("durations are recorded with the attributes the conventions allow and no others", async () => {
  agent({ name: "Timed", id: "id-1", conversationId: "c4", model: "m" }, () =>
    tool({ name: "timed", callId: "call_9" }, () => 1),
  );
  const agents = await telemetry.points("gen_ai.invoke_agent.duration");
  assert.deepEqual(
    agents.map((point) => point.attributes).find((a) => a["gen_ai.agent.name"] === "Timed"),
    { "gen_ai.agent.name": "Timed", "gen_ai.request.model": "m" },
  );
  const tools = await telemetry.points("gen_ai.execute_tool.duration");
  assert.deepEqual(
    tools.map((point) => point.attributes).find((a) => a["gen_ai.tool.name"] === "timed"),
    {
      "gen_ai.tool.name": "timed",
      "gen_ai.tool.type": "function",
      "gen_ai.agent.name": "Timed",
    },
  );
});
