import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { inference } from "@agent-otel/semconv-genai";
import { trace } from "@opentelemetry/api";
import { agent, tool } from "../genai/index.ts";
import { agentTree, agentTreeNodes, captureTelemetry } from "./index.ts";

const telemetry = captureTelemetry({ instrument: false });
after(() => telemetry.stop());
beforeEach(() => telemetry.reset());

function model(finishReason: string): void {
  inference({ provider: "openai", model: "m" }, (call) =>
    call.response({ finishReasons: [finishReason], usage: { inputTokens: 5, outputTokens: 2 } }),
  );
}

function work(): void {
  trace.getTracer("http").startActiveSpan("POST /chat", (request) => {
    agent({ name: "A", conversationId: "c" }, () => {
      model("tool_calls");
      trace.getTracer("db").startActiveSpan("SELECT", (query) => {
        tool({ name: "find", callId: "1" }, () => {});
        query.end();
      });
      model("stop");
    });
    request.end();
  });
}

test("agentTree() shows the agent's spans, indented, in the order of their beginning", () => {
  work();
  const used = `gen_ai.usage.input_tokens=5 gen_ai.usage.output_tokens=2`;
  assert.equal(
    agentTree(telemetry.spans()),
    [
      `invoke_agent A (internal) gen_ai.response.finish_reasons=["stop"] gen_ai.usage.input_tokens=10 gen_ai.usage.output_tokens=4 agent_otel.run.steps=2 agent_otel.run.tool_calls=1 agent_otel.run.repeated_tool_calls=0 agent_otel.run.stop_reason="completed"`,
      `  chat m (client) gen_ai.provider.name="openai" gen_ai.response.finish_reasons=["tool_calls"] ${used}`,
      `  execute_tool find (internal)`,
      `  chat m (client) gen_ai.provider.name="openai" gen_ai.response.finish_reasons=["stop"] ${used}`,
    ].join("\n"),
  );
});

test("all spans and other attributes are shown on demand", () => {
  work();
  const options = { spans: "all", attributes: ["gen_ai.tool.call.id"] } as const;
  assert.equal(
    agentTree(telemetry.spans(), options),
    [
      "POST /chat (internal)",
      "  invoke_agent A (internal)",
      "    chat m (client)",
      "    SELECT (internal)",
      '      execute_tool find (internal) gen_ai.tool.call.id="1"',
      "    chat m (client)",
    ].join("\n"),
  );
});

test("two runs of the same work give the same text", async () => {
  work();
  const first = agentTree(telemetry.spans(), { spans: "all" });
  await telemetry.reset();
  work();
  assert.equal(agentTree(telemetry.spans(), { spans: "all" }), first);
});

test("siblings whose order is chance can be ordered by name", () => {
  for (const names of [
    ["a", "b"],
    ["b", "a"],
  ]) {
    agent({ name: "A" }, () => names.map((name) => tool({ name }, () => {})));
  }
  const [left, right] = agentTreeNodes(telemetry.spans(), { order: "name", attributes: [] });
  assert.deepEqual(left, right);
});

test("a failure is shown by its type", () => {
  assert.throws(() =>
    tool({ name: "t" }, () => {
      throw new TypeError("secret");
    }),
  );
  assert.equal(agentTree(telemetry.spans()), "execute_tool t (internal) error=TypeError");
});

test("no spans are no lines", () => {
  assert.equal(agentTree([]), "");
});
