import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { agentTree, assertGenAiConformance, captureTelemetry } from "@agent-otel/sdk/testing";
import { pino } from "pino";
import { startModelServer, alwaysCalls } from "../testing/model-server.ts";

// Before the agent is loaded, so that its model client is instrumented as in production.
const telemetry = captureTelemetry();
after(() => telemetry.stop());
beforeEach(() => telemetry.reset());

const { createAgent } = await import("./agent.ts");
const { createConversations } = await import("./conversations.ts");
const { createChatModel } = await import("./model.ts");
const { createDemoModelServer } = await import("../demo-model/server.ts");
const { openDatabase } = await import("../store/database.ts");
const { connectMcpTools } = await import("../tools/mcp-tools.ts");
const { createOrderLookup } = await import("../tools/order-lookup.ts");
const { createSearchKnowledge } = await import("../tools/search-knowledge.ts");
const { entryFile } = await import("../process/entry-file.ts");

const logger = pino({ level: "silent" });
const database = openDatabase(new Date("2026-03-10T12:00:00Z"));
after(() => database.close());
const calculator = await connectMcpTools({
  name: "calculator",
  command: process.execPath,
  args: [entryFile("calculator-server")],
  environment: {},
  logger,
});
after(() => calculator.close());
const tools = [createOrderLookup(database), createSearchKnowledge(database), ...calculator.tools];

async function ask(baseUrl: string, message: string): Promise<void> {
  const model = createChatModel({ name: "demo-model", baseUrl, apiKey: "k", timeoutMs: 10_000 });
  const conversations = createConversations();
  const agent = createAgent({ model, tools, conversations, logger, maxSteps: 3 });
  await agent.ask({ message, conversationId: "c-1", signal: new AbortController().signal });
}

const server = await startModelServer(createDemoModelServer());
after(() => server.close());

test("the telemetry of the agent is one trace of the run, its model calls, tools and MCP requests", async () => {
  await ask(server.baseUrl, "Where is my order 1042, and what is 17% of 249.90?");
  assert.equal(
    agentTree(telemetry.spans(), { order: "name", attributes: ["gen_ai.conversation.id"] }),
    [
      'invoke_agent shop-assistant (internal) gen_ai.conversation.id="c-1"',
      '  chat demo-model (client) gen_ai.conversation.id="c-1"',
      '  chat demo-model (client) gen_ai.conversation.id="c-1"',
      '  execute_tool calculate (internal) gen_ai.conversation.id="c-1"',
      '  execute_tool order_lookup (internal) gen_ai.conversation.id="c-1"',
    ].join("\n"),
  );
  // The request to its server is told by the tool's own span.
  const calculate = telemetry.spans().find(({ name }) => name === "execute_tool calculate");
  assert.equal(calculate?.attributes["mcp.method.name"], "tools/call");
  await assertGenAiConformance(telemetry, {
    server: { address: "127.0.0.1", port: Number(new URL(server.baseUrl).port) },
    failedCalls: 0,
    abortedStreams: 0,
    secrets: ["Where is my order", "Nordpost", "249.90"],
  });
});

test("the agent's span sums the run up", async () => {
  await ask(server.baseUrl, "What is your return policy?");
  const run = telemetry.spans().find(({ name }) => name === "invoke_agent shop-assistant");
  assert.ok(run !== undefined);
  const { attributes, durationMs } = run;
  const chats = telemetry.spans().filter(({ name }) => name === "chat demo-model");
  const total = (name: string): number =>
    chats.reduce((sum, chat) => sum + Number(chat.attributes[name]), 0);
  assert.equal(attributes["agent_otel.run.steps"], 2);
  assert.equal(attributes["agent_otel.run.tool_calls"], 1);
  assert.equal(attributes["agent_otel.run.stop_reason"], "completed");
  for (const name of ["gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens"]) {
    assert.ok(Number(attributes[name]) > 0);
    assert.equal(attributes[name], total(name));
  }
  const times = ["model_time", "tool_time", "wait_time"].map((name) =>
    Number(attributes[`agent_otel.run.${name}`]),
  );
  const sum = times.reduce((a, b) => a + b, 0);
  assert.ok(Math.abs(sum * 1000 - durationMs) < 50, `${sum} s of ${durationMs} ms`);
  assert.ok(telemetry.spans().some(({ name }) => name === "retrieval knowledge"));
});

test("the agent's span tells a run that was stopped, and calls that repeat themselves", async () => {
  const lost = await startModelServer(
    alwaysCalls({ name: "order_lookup", args: '{"orderNumber":1042}' }),
  );
  after(() => lost.close());
  await ask(lost.baseUrl, "?");
  const run = telemetry.spans().find(({ name }) => name === "invoke_agent shop-assistant");
  assert.deepEqual(
    ["steps", "tool_calls", "repeated_tool_calls", "stop_reason"].map(
      (name) => run?.attributes[`agent_otel.run.${name}`],
    ),
    [3, 3, 2, "step_limit"],
  );
});
