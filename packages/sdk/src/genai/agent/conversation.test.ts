import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { startMcpClient } from "@agent-otel/semconv-genai";
import { agent, conversation, memory, plan, retrieval, tool, workflow } from "../index.ts";
import { simulateRuns } from "./simulated-runs.test.helper.ts";

const { telemetry, model, summaryOf, reset } = simulateRuns();

beforeEach(reset);

test("the conversation reaches every span inside, also without an agent", () => {
  conversation("talk", () => {
    model(0);
    plan({ agent: "P" }, () => {});
    retrieval({}, () => {});
    memory({ operation: "create_memory" }, () => {});
    tool({ name: "t" }, () => {});
    startMcpClient({ method: "tools/list", requestId: 1 }).end();
    agent({ name: "A" }, () => conversation("other", () => tool({ name: "inner" }, () => {})));
  });
  const ids = telemetry
    .spans()
    .map(({ name, attributes }) => [name, attributes["gen_ai.conversation.id"]]);
  assert.deepEqual(ids, [
    ["chat m", "talk"],
    ["plan P", "talk"],
    ["retrieval", "talk"],
    ["create_memory", "talk"],
    ["execute_tool t", "talk"],
    ["tools/list", "talk"],
    ["execute_tool inner", "other"],
    ["invoke_agent A", "talk"],
  ]);
  assert.equal(
    summaryOf("A")["tool_calls"],
    1,
    "a conversation inside an agent belongs to its run",
  );
});

test("plan() is named after the agent around it", () => {
  agent({ name: "Planner" }, () => plan({}, () => model(1)));
  assert.equal(telemetry.span("plan Planner").attributes["gen_ai.agent.name"], "Planner");
});

test("options that cannot be read change nothing for the application", () => {
  const hostile = Object.defineProperty({}, "name", {
    enumerable: true,
    get: () => {
      throw new Error("no");
    },
  });
  const functions: readonly unknown[] = [agent, tool, workflow, plan, retrieval, memory];
  for (const run of functions) {
    assert.ok(typeof run === "function");
    for (const options of [hostile, undefined])
      assert.equal(
        run(options, () => 1),
        1,
      );
  }
});
