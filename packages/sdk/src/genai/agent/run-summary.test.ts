import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { inference, startMcpClient } from "@agent-otel/semconv-genai";
import { validateSpan } from "@agent-otel/semconv-genai/validate";
import { agent, memory, retrieval, tool, workflow } from "../index.ts";
import { simulateRuns } from "./simulated-runs.test.helper.ts";

const { telemetry, pass, model, summaryOf, reset } = simulateRuns();

beforeEach(reset);

test("the outermost agent's span sums up steps, times, tokens, repeated calls and the stop reason", () => {
  agent({ name: "Sum" }, () => {
    pass(1);
    model(2, usage(100, 0), "tool_calls");
    tool({ name: "find", arguments: { a: 1, b: [2] } }, () => pass(3));
    tool({ name: "find", arguments: '{ "b": [2], "a": 1 }' }, () => pass(0.5));
    tool({ name: "find", arguments: { a: 2, b: [2] } }, () => pass(0.5));
    model(1, usage(200, 150));
  });
  assert.deepEqual(summaryOf("Sum"), {
    steps: 2,
    tool_calls: 3,
    repeated_tool_calls: 1,
    model_time: 3,
    tool_time: 4,
    wait_time: 1,
    cache_ratio: 0.5,
    stop_reason: "completed",
    "gen_ai.usage.input_tokens": 300,
    "gen_ai.usage.output_tokens": 20,
    "gen_ai.usage.cache_read.input_tokens": 150,
    "gen_ai.usage.reasoning.output_tokens": 8,
    "gen_ai.response.finish_reasons": ["stop"],
  });
});

test("the summary's span keeps to the conventions", () => {
  agent({ name: "Valid", conversationId: "c" }, () => model(1, { prompt_tokens: 1 }));
  const findings = validateSpan(telemetry.span("invoke_agent Valid"));
  assert.deepEqual(
    findings.filter(({ level }) => level !== "info"),
    [],
  );
});

test("parallel calls are counted once in time, and a model at work inside a tool is model time", () => {
  agent({ name: "Parallel" }, () => {
    const first = inference.start({ provider: "openai" });
    pass(1);
    const second = inference.start({ provider: "openai" });
    pass(1);
    first.end();
    pass(1);
    second.end();
    tool({ name: "ask" }, () => {
      pass(1);
      agent({ name: "Inner" }, () => model(5, { prompt_tokens: 7 }));
      pass(1);
    });
  });
  const { steps, tool_calls, model_time, tool_time, wait_time } = summaryOf("Parallel");
  assert.deepEqual([steps, tool_calls], [3, 1]);
  assert.deepEqual([model_time, tool_time, wait_time], [8, 2, 0]);
  assert.deepEqual(summaryOf("Inner"), {}, "only the outermost agent has a summary");
});

test("searches, memories and MCP requests are tool time; an MCP call is a tool call, but not a second one", () => {
  agent({ name: "Mcp" }, () => {
    retrieval({ dataSource: "docs" }, () => pass(1));
    memory({ operation: "search_memory" }, () => pass(1));
    call(1);
    call(2);
    tool({ name: "add" }, () => call(3));
  });
  const { tool_calls, tool_time, wait_time, repeated_tool_calls } = summaryOf("Mcp");
  assert.deepEqual([tool_calls, repeated_tool_calls], [3, 1]);
  assert.deepEqual([tool_time, wait_time], [5, 0]);
});

test("each agent of a workflow has a summary of its own", () => {
  workflow({ name: "Flow" }, () => {
    agent({ name: "One" }, () => model(1));
    agent({ name: "Two" }, () => model(2));
  });
  assert.equal(summaryOf("One")["model_time"], 1);
  assert.equal(summaryOf("Two")["model_time"], 2);
  assert.equal(telemetry.span("invoke_workflow Flow").attributes["gen_ai.workflow.name"], "Flow");
});

test("calls that outlive their run change nothing, and calls of another run are not counted", () => {
  const late = agent({ name: "Early" }, () => inference.start({ provider: "openai" }));
  pass(1);
  late.response({ usage: { inputTokens: 5 } });
  late.end();
  agent({ name: "Other" }, () => pass(1));
  assert.equal(summaryOf("Early")["gen_ai.usage.input_tokens"], undefined);
  assert.equal(summaryOf("Other")["steps"], 0);
});

test("runs at the same time keep their figures apart", async () => {
  await Promise.all([run("A", 3), run("B", 5)]);
  assert.equal(summaryOf("A")["steps"], 3);
  assert.equal(summaryOf("B")["steps"], 5);
});

function usage(input: number, cached: number): object {
  return {
    prompt_tokens: input,
    completion_tokens: 10,
    prompt_tokens_details: { cached_tokens: cached },
    completion_tokens_details: { reasoning_tokens: 4 },
  };
}

function call(id: number): void {
  const operation = startMcpClient({
    method: "tools/call",
    toolName: "add",
    requestId: id,
    arguments: () => ({ a: 1 }),
  });
  pass(1);
  operation.end();
}

async function run(name: string, steps: number): Promise<void> {
  return agent({ name }, async () => {
    for (let step = 0; step < steps; step += 1) {
      model(1);
      // oxlint-disable-next-line no-await-in-loop -- the runs are to take turns
      await Promise.resolve();
    }
  });
}
